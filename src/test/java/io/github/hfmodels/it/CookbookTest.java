package io.github.hfmodels.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages of the cookbook show is what their recipes run. */
class CookbookTest {

    private static final Path PAGES = Path.of("src/site/markdown/cookbook");
    private static final Path RECIPES = Path.of("src/it/cookbook");
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LIBRARY = Pattern.compile("`([\\w.-]+):([\\w.-]+)` (\\d[\\w.-]*\\w)");

    static List<String> pages() throws IOException {
        return names(PAGES).stream()
                .filter(name -> !name.equals("index.md"))
                .map(name -> name.replaceFirst("\\.md$", ""))
                .toList();
    }

    @Test
    void eachRecipeHasAPage() throws IOException {
        assertThat(pages()).containsExactlyInAnyOrderElementsOf(names(RECIPES));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatAPageShowsIsInItsRecipe(String name) throws IOException {
        List<String> files = files(RECIPES.resolve(name));
        for (MatchResult block : matches(BLOCK, page(name))) {
            // A line of three dots leaves something out.
            for (String part : block.group(2).split("(?m)^\\s*\\.\\.\\.\\s*$")) {
                assertThat(files).as("%s of %s", block.group(1), name).anyMatch(file -> file.contains(stripped(part)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageAndTheTableNameTheVersionsThatWereRun(String name) throws IOException {
        String pom = files(RECIPES.resolve(name).resolve("pom.xml")).get(0);
        String row = page("index")
                .lines()
                .filter(line -> line.contains("](" + name + ".md)"))
                .collect(Collectors.joining());
        assertThat(row).isNotEmpty();
        for (MatchResult library : matches(LIBRARY, page(name))) {
            assertThat(pom)
                    .contains(stripped("<groupId>" + library.group(1) + "</groupId>\n<artifactId>" + library.group(2)
                            + "</artifactId>\n<version>" + library.group(3) + "</version>"));
            assertThat(row).contains(library.group(3));
        }
    }

    private static String page(String name) throws IOException {
        return Files.readString(PAGES.resolve(name + ".md"));
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The contents of a file or of all in a folder, with values in the place of names as the invoker puts them there. */
    private static List<String> files(Path folder) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        List<Path> found;
        try (Stream<Path> all = Files.walk(folder)) {
            found = all.filter(Files::isRegularFile).toList();
        }
        var files = new ArrayList<String>();
        for (Path file : found) {
            files.add(stripped(Pattern.compile("@([\\w.-]+)@")
                    .matcher(Files.readString(file))
                    .replaceAll(name -> Matcher.quoteReplacement(value(pom, name)))));
        }
        return files;
    }

    private static String value(String pom, MatchResult name) {
        String element = name.group(1).replaceFirst("^project\\.", "");
        Matcher value =
                Pattern.compile("<" + Pattern.quote(element) + ">([^<]*)</").matcher(pom);
        return value.find() ? value.group(1) : name.group();
    }

    /** Without indentation and empty lines. */
    private static String stripped(String text) {
        return Arrays.stream(text.split("\n"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
