package io.github.hfmodels.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Makes one table of what the integration tests came to on each Maven, out of the invoker's reports. */
final class MatrixReport {

    private final List<String> mavens;
    private final Map<String, Map<String, String>> cells = new TreeMap<>();

    private MatrixReport(List<String> mavens) {
        this.mavens = mavens;
    }

    /**
     * Shows the table, and writes it beside the reports.
     *
     * @param args the folder that has a folder of reports for each version of Maven, the home of the JDK that ran the
     *     tests, and the versions
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        String java = javaVersion(Path.of(args[1]));
        var report = new MatrixReport(Arrays.asList(args).subList(2, args.length));
        for (String maven : report.mavens) {
            report.read(maven, folder.resolve(maven).resolve("reports"));
        }
        String table = report.table(java);
        Files.writeString(folder.resolve("java-" + java + ".md"), table);
        System.out.println();
        System.out.println(table);
    }

    private void read(String maven, Path reports) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(reports)) {
            files = all.filter(file -> file.getFileName().toString().matches("BUILD-.*\\.xml"))
                    .toList();
        }
        for (Path file : files) {
            Element build = parse(file);
            String test = build.getAttribute("project").replaceFirst("/pom\\.xml$", "");
            cells.computeIfAbsent(test, name -> new TreeMap<>()).put(maven, cell(build));
        }
    }

    /** How long a test took that passed; the invoker's word for what became of any other. */
    private static String cell(Element build) {
        String result = build.getAttribute("result");
        return result.equals("success")
                ? String.format(Locale.ROOT, "ok, %.1f s", Double.parseDouble(build.getAttribute("time")))
                : result.toUpperCase(Locale.ROOT);
    }

    private String table(String java) {
        var lines = new ArrayList<String>();
        lines.add("| Java " + java + ", Maven | " + String.join(" | ", mavens) + " |");
        lines.add("|---" + "|---:".repeat(mavens.size()) + "|");
        cells.forEach((test, results) -> lines.add(row(test, results)));
        lines.add(row("passed of " + cells.size(), passed()));
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private String row(String name, Map<String, String> results) {
        return mavens.stream()
                .map(maven -> results.getOrDefault(maven, "not run"))
                .collect(Collectors.joining(" | ", "| " + name + " | ", " |"));
    }

    private Map<String, String> passed() {
        return mavens.stream().collect(Collectors.toMap(maven -> maven, maven -> Long.toString(passed(maven))));
    }

    private long passed(String maven) {
        return cells.values().stream()
                .filter(results -> results.getOrDefault(maven, "").startsWith("ok"))
                .count();
    }

    private static Element parse(Path file) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " is no report of the invoker", e);
        }
    }

    /** As the JDK says itself, which need not be the one that runs this. */
    private static String javaVersion(Path home) throws IOException {
        var release = new Properties();
        try (var text = Files.newBufferedReader(home.resolve("release"))) {
            release.load(text);
        }
        return release.getProperty("JAVA_VERSION").replace("\"", "");
    }
}
