package io.github.hfmodels.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The libraries that the POM of a recipe names. They are fetched into the local repository of the build that runs the
 * recipes, where the recipes find them, and where they stay after {@code mvn clean}.
 */
public final class Libraries {
    private final Path basedir;
    private final Path localRepository;
    private final Path userSettings;
    private final String dependencyPlugin;

    private Libraries(Map<String, Object> variables) {
        basedir = ((File) variables.get("basedir")).toPath();
        localRepository = Path.of(variables.get("localRepository").toString());
        userSettings = Path.of(variables.get("userSettings").toString());
        dependencyPlugin = variables.get("dependencyPlugin").toString();
    }

    /**
     * Whether a recipe can be run, for its {@code selector.groovy}: its dependencies and plugins, and the artifacts given,
     * are there or can be fetched. Says in one line if not.
     *
     * @param variables of the script: {@code binding.variables}
     * @param more artifacts that the POM does not name, as {@code group:artifact:version[:type[:classifier]]}
     */
    public static boolean canBeHad(Map<String, Object> variables, String... more)
            throws IOException, InterruptedException {
        var libraries = new Libraries(variables);
        List<String> missing = libraries.missing(more);
        if (missing.isEmpty() || libraries.fetch(more)) {
            return true;
        }
        ItHub.show("[WARNING] The recipe " + libraries.basedir.getFileName()
                + " is skipped, since its libraries cannot be had (" + libraries.log() + " says why): "
                + String.join(", ", missing));
        return false;
    }

    /** What the local repository does not have, or may lack since another POM knows its version. */
    private List<String> missing(String... more) throws IOException {
        return Stream.concat(named().stream(), Stream.of(more))
                .filter(artifact -> !isPresent(artifact.split(":")))
                .toList();
    }

    private boolean isPresent(String[] artifact) {
        if (artifact.length < 3) {
            return false;
        }
        Path folder = localRepository.resolve(artifact[0].replace('.', '/')).resolve(artifact[1]);
        String type = artifact.length > 3 ? artifact[3] : "jar";
        String classifier = artifact.length > 4 ? "-" + artifact[4] : "";
        return Files.exists(
                folder.resolve(artifact[2]).resolve(artifact[1] + "-" + artifact[2] + classifier + "." + type));
    }

    private List<String> named() throws IOException {
        Element pom = parse(basedir.resolve("pom.xml"));
        return Stream.of("parent", "dependency", "plugin")
                .flatMap(name -> elements(pom, name))
                .filter(named -> !isAlwaysThere(named))
                .map(Libraries::coordinates)
                .toList();
    }

    /** The plugin under test, and Maven's own ones, which the build of the recipes and that of the plugin use too. */
    private static boolean isAlwaysThere(Element named) {
        String group = text(named, "groupId", "org.apache.maven.plugins");
        return named.getTagName().equals("plugin")
                && (group.equals("io.github.hfmodels") || group.equals("org.apache.maven.plugins"));
    }

    private static String coordinates(Element named) {
        String artifact = text(named, "groupId", "") + ":" + text(named, "artifactId", "");
        String version = text(named, "version", "");
        if (version.isEmpty()) {
            return artifact;
        }
        String type = text(named, "type", named.getTagName().equals("parent") ? "pom" : "jar");
        String classifier = text(named, "classifier", "");
        return artifact + ":" + version + ":" + type + (classifier.isEmpty() ? "" : ":" + classifier);
    }

    private boolean fetch(String... more) throws IOException, InterruptedException {
        var resolve = new ArrayList<>(List.of(
                dependencyPlugin + ":resolve",
                dependencyPlugin + ":resolve-plugins",
                "-DexcludeGroupIds=io.github.hfmodels,org.apache.maven.plugins"));
        Files.deleteIfExists(log());
        boolean fetched = maven(resolve);
        for (String artifact : more) {
            fetched = fetched && maven(List.of(dependencyPlugin + ":get", "-Dartifact=" + artifact));
        }
        return fetched;
    }

    private boolean maven(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Command.script(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString()),
                "-B",
                "-ntp",
                "-f",
                basedir.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + localRepository));
        if (Files.exists(userSettings)) {
            command.addAll(List.of("-s", userSettings.toString()));
        }
        command.addAll(arguments);
        return Command.succeeds(basedir, log(), command);
    }

    private Path log() {
        return basedir.resolve("libraries.log");
    }

    private static Stream<Element> elements(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    /** The text of an element directly in another. */
    private static String text(Element parent, String name, String otherwise) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals(name)) {
                return child.getTextContent().strip();
            }
        }
        return otherwise;
    }

    private static Element parse(Path pom) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(pom + " is no POM", e);
        }
    }
}
