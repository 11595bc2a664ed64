package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchPlan;
import io.github.hfmodels.prefetch.PrefetchPlan.File;
import io.github.hfmodels.preset.CopySuggestion;
import io.github.hfmodels.preset.DuplicateWeights;
import io.github.hfmodels.preset.DuplicateWeights.Copy;
import io.github.hfmodels.preset.WeightFormat;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.Selection;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A plan as people and as programs read it. */
class PlanReportsTest {

    private static final AdviceText ADVICE = new AdviceText("");

    private static final CommitHash COMMIT = new CommitHash("0123456789".repeat(4));

    private static final DuplicateWeights DUPLICATES = new DuplicateWeights(
            List.of(
                    new Copy(WeightFormat.SAFETENSORS, "", List.of("model.safetensors"), 400),
                    new Copy(WeightFormat.ONNX, "", List.of("a"), 400),
                    new Copy(WeightFormat.ONNX, "q8<", List.of("b", "c"), 210)),
            800,
            new CopySuggestion(Preset.ONNX, "q8<", List.of()));

    @Test
    void text_isALineAFileInColumns() {
        assertThat(PlanText.lines(plan(
                        new File("config.json", 570, true, 0, "everything"),
                        new File("onnx/model.onnx", 90_400_000, false, 90_400_000, "include onnx/"),
                        new File("w.bin", 2_000_000_000, false, 500_000_000, "everything"))))
                .containsExactly(
                        "acme/name@main (commit 01234567): 3 files, 2.1 GB; 2 to download, 590.4 MB",
                        "       570 B  cached    config.json      everything",
                        "     90.4 MB  download  onnx/model.onnx  include onnx/",
                        "      2.0 GB  download  w.bin            everything, up to 1.5 GB of it is there already",
                        "To download: 2 files, 590.4 MB, with 4 requests or more; 3.0 GB are free in /the/cache");
    }

    @Test
    void text_ofWhatIsThere_saysSo() {
        assertThat(PlanText.lines(plan(new File("config.json", 570, true, 0, "everything"))))
                .containsExactly(
                        "acme/name@main (commit 01234567): 1 file, 570 B; all cached",
                        "       570 B  cached    config.json  everything",
                        "Nothing to download");
    }

    @Test
    void text_ofThousandsOfFiles_isBounded() {
        File[] files = IntStream.range(0, 2_000)
                .mapToObj(i -> new File("part-" + i, 10, i % 4 == 0, i % 4 == 0 ? 0 : 10, "everything"))
                .toArray(File[]::new);

        List<String> lines = PlanText.lines(plan(files));

        assertThat(lines)
                .hasSize(1 + 50 + 2 + 1)
                .contains("              ... and 1450 more to download", "              ... and 500 cached");
        assertThat(lines.get(0)).endsWith(": 2000 files, 20.0 kB; 1500 to download, 15.0 kB");
    }

    @Test
    void text_namesCannotDisturbTheTerminal() {
        assertThat(PlanText.lines(plan(new File("a\u001b[2J\nb", 1, false, 1, "include \r*"))))
                .noneMatch(line -> line.matches("(?s).*[\\u0000-\\u001f].*"));
    }

    @Test
    void json_isWhatTheReadmeSays() throws IOException {
        String json = PlanJson.of(
                plan(
                        new File("config.json", 570, true, 0, "everything"),
                        new File("ä\"\n", 2_000, false, 500, "include *")),
                Long.MAX_VALUE,
                ADVICE);

        assertThat(json).isEqualTo("""
                {
                  "formatVersion": 1,
                  "cache": "/the/cache",
                  "models": [
                    {"type": "model", "id": "acme/name", "revision": "main", "alias": "name", \
                "commit": "0123456789012345678901234567890123456789", "size": 2570, "bytesToDownload": 500,
                     "files": [
                       {"path": "config.json", "size": 570, "cached": true, "bytesToDownload": 0, "reason": "everything"},
                       {"path": "\\u00e4\\"\\n", "size": 2000, "cached": false, "bytesToDownload": 500, "reason": "include *"}
                     ]}
                  ],
                  "failures": [],
                  "policy": [],
                  "files": 2,
                  "size": 2570,
                  "filesToDownload": 1,
                  "bytesToDownload": 500,
                  "requests": 4,
                  "freeSpace": 3000000000,
                  "maxSize": null,
                  "exceedsMaxSize": false
                }
                """);
        JsonNode read = new ObjectMapper().readTree(json);
        assertThat(read.at("/models/0/files/1/path").asText()).isEqualTo("ä\"\n");
    }

    @Test
    void text_tellsOfDuplicatedWeights() {
        assertThat(PlanText.lines(
                        plan(Optional.of(DUPLICATES), new File("model.safetensors", 400, false, 400, "everything"))))
                .contains("  Duplicated weights: safetensors 400 B, ONNX 610 B in 2 copies;"
                        + " <preset>onnx</preset> with <variant>q8&lt;</variant> would save 800 B");
    }

    @Test
    void json_tellsOfDuplicatedWeights() throws IOException {
        String json = PlanJson.of(
                plan(Optional.of(DUPLICATES), new File("a", 1, false, 1, "everything")), Long.MAX_VALUE, ADVICE);

        assertThat(json.lines())
                .contains(
                        "     ],",
                        "     \"duplicatedWeights\": {\"saves\": 800, \"suggestion\": {\"preset\": \"onnx\", \"variant\": \"q8<\"},",
                        "      \"copies\": [",
                        "        {\"format\": \"safetensors\", \"size\": 400, \"files\": [\"model.safetensors\"]},");
        assertThat(new ObjectMapper().readTree(json).at("/models/0/duplicatedWeights/copies/2"))
                .hasToString("{\"format\":\"onnx\",\"variant\":\"q8<\",\"size\":210,\"files\":[\"b\",\"c\"]}");
    }

    @Test
    void json_isSorted_andHasFailuresAndLimits() throws IOException {
        var plan = new PrefetchPlan(
                List.of(
                        new PrefetchPlan.Model(request("acme/z"), COMMIT, List.of(), Optional.empty()),
                        new PrefetchPlan.Model(
                                request("acme/b"),
                                COMMIT,
                                List.of(new File("a", 11, false, 11, "everything")),
                                Optional.empty())),
                List.of(new ModelFailure(request("acme/missing"), new IOException("gone"))),
                List.of(),
                "/the/cache",
                OptionalLong.empty(),
                11,
                3,
                List.of());

        JsonNode read = new ObjectMapper().readTree(PlanJson.of(plan, 10, ADVICE));

        assertThat(read.findValuesAsText("id")).containsExactly("acme/b", "acme/z", "acme/missing");
        assertThat(read.at("/failures/0/message").asText()).isEqualTo("acme/missing@main: gone");
        assertThat(read.at("/freeSpace").isNull()).isTrue();
        assertThat(read.at("/maxSize").asLong()).isEqualTo(10);
        assertThat(read.at("/exceedsMaxSize").asBoolean()).isTrue();
        assertThat(plan.lacksSpace()).isFalse();
    }

    private static PrefetchPlan plan(File... files) {
        return plan(Optional.empty(), files);
    }

    private static PrefetchPlan plan(Optional<DuplicateWeights> duplicates, File... files) {
        return new PrefetchPlan(
                List.of(new PrefetchPlan.Model(request("acme/name"), COMMIT, List.of(files), duplicates)),
                Collections.emptyList(),
                List.of(),
                "/the/cache",
                OptionalLong.of(3_000_000_000L),
                0,
                4,
                List.of());
    }

    private static ModelRequest request(String id) {
        var repo = new RepoId(RepoType.MODEL, id);
        return new ModelRequest(repo, Revision.MAIN, Selection.of(Part.EVERYTHING), repo.name(), null, false);
    }
}
