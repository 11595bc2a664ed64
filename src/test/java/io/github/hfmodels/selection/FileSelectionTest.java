package io.github.hfmodels.selection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.python.Python;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSelectionTest {

    private static final List<String> FILES = List.of(
            "README.md", "config.json", "onnx/model.onnx", "onnx/q/model_int8.onnx", "onnx.txt", "weights[1].bin");

    @Test
    void all_selectsEverything() {
        assertThat(select(FileSelection.of(List.of(), List.of()))).isEqualTo(FILES);
        assertThat(select(FileSelection.of(List.of("*"), List.of()))).isEqualTo(FILES);
    }

    @Test
    void includes_selectWhatAnyOfThemMatchesInTheListingsOrder() {
        FileSelection selection = FileSelection.of(List.of("onnx/", "*.md"), List.of());

        assertThat(select(selection)).containsExactly("README.md", "onnx/model.onnx", "onnx/q/model_int8.onnx");
    }

    @Test
    void excludes_winOverIncludes() {
        FileSelection selection = FileSelection.of(List.of("onnx/*"), List.of("*int8*"));

        assertThat(select(selection)).containsExactly("onnx/model.onnx");
    }

    @Test
    void excludesAlone_leaveTheRest() {
        FileSelection selection = FileSelection.of(List.of(), List.of("onnx*", "*.bin"));

        assertThat(select(selection)).containsExactly("README.md", "config.json");
    }

    @Test
    void ofPath_isTheFileOrAllBelowTheFolder() {
        assertThat(select(FileSelection.ofPath("config.json"))).containsExactly("config.json");
        assertThat(select(FileSelection.ofPath("onnx"))).containsExactly("onnx/model.onnx", "onnx/q/model_int8.onnx");
        assertThat(select(FileSelection.ofPath("onnx/q"))).containsExactly("onnx/q/model_int8.onnx");
        assertThat(select(FileSelection.ofPath("missing"))).isEmpty();
    }

    @Test
    void ofPath_takesEveryCharacterLiterally() {
        List<String> odd = List.of("a*b", "axb", "a?b", "a[b]c", "abc", "a]b", "[!x]", "y", "a*b/c", "axb/c");

        assertThat(FileSelection.ofPath("a*b").of(odd, Function.identity())).containsExactly("a*b", "a*b/c");
        assertThat(FileSelection.ofPath("a?b").of(odd, Function.identity())).containsExactly("a?b");
        assertThat(FileSelection.ofPath("a[b]c").of(odd, Function.identity())).containsExactly("a[b]c");
        assertThat(FileSelection.ofPath("[!x]").of(odd, Function.identity())).containsExactly("[!x]");
        assertThat(FileSelection.ofPath("a]b").of(odd, Function.identity())).containsExactly("a]b");
    }

    @Test
    void toString_showsThePatternsAsWritten() {
        assertThat(FileSelection.of(List.of(), List.of())).hasToString("all files");
        assertThat(FileSelection.of(List.of("onnx/", "a\\b"), List.of())).hasToString("includes [onnx/, a\\b]");
        assertThat(FileSelection.of(List.of(), List.of("*.h5"))).hasToString("all files, excludes [*.h5]");
        assertThat(FileSelection.of(List.of("a"), List.of("b"))).hasToString("includes [a], excludes [b]");
    }

    @Test
    void selections_agreeWithHuggingfaceHub(@TempDir Path folder) throws Exception {
        Python python = Python.requireHuggingfaceHub();
        List<Case> cases = randomCases();
        Path file = folder.resolve("cases.json");
        var json = new ObjectMapper();
        json.writeValue(file.toFile(), cases);

        String printed = python.run("""
                import json, sys
                from huggingface_hub.utils import filter_repo_objects
                # None for an empty list of includes: a build that names none wants all files.
                print(json.dumps([
                    list(filter_repo_objects(c["paths"], allow_patterns=c["includes"] or None,
                                             ignore_patterns=c["excludes"]))
                    for c in json.load(open(sys.argv[1]))]))
                """, file.toString());

        List<List<String>> theirs = json.readValue(printed, new TypeReference<>() {});
        assertThat(theirs).anyMatch(List::isEmpty).anyMatch(selected -> !selected.isEmpty());
        for (int i = 0; i < theirs.size(); i++) {
            Case one = cases.get(i);
            List<String> ours = FileSelection.of(one.includes(), one.excludes()).of(one.paths(), Function.identity());
            assertThat(ours).as("%s", one).isEqualTo(theirs.get(i));
        }
    }

    record Case(List<String> includes, List<String> excludes, List<String> paths) {}

    private static List<Case> randomCases() {
        var random = new Random(20261122);
        var cases = new ArrayList<Case>();
        for (int i = 0; i < 2_000; i++) {
            cases.add(new Case(
                    texts(random, 3, FilePatternTest.PATTERN_PIECES),
                    texts(random, 2, FilePatternTest.PATTERN_PIECES),
                    texts(random, 10, FilePatternTest.PATH_PIECES)));
        }
        return cases;
    }

    private static List<String> texts(Random random, int atMost, List<String> pieces) {
        var texts = new ArrayList<String>();
        for (int n = random.nextInt(atMost + 1); n > 0; n--) {
            texts.add(FilePatternTest.text(random, 5, pieces));
        }
        return texts;
    }

    private static List<String> select(FileSelection selection) {
        return selection.of(FILES, Function.identity());
    }
}
