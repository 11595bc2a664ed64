package io.github.hfmodels.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.model.ModelCard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportJsonTest {

    private static final Report SIX_MODELS = TestReports.ofSixModels();

    private static JsonNode json(Report report) throws Exception {
        return new ObjectMapper().readTree(ReportJson.of(report));
    }

    @Test
    void json_hasEverything() throws Exception {
        JsonNode json = json(SIX_MODELS);

        assertThat(json.path("formatVersion").asInt()).isEqualTo(1);
        assertThat(json.path("project").path("coordinates").asText()).isEqualTo("org.example:document-search");
        assertThat(json.path("timestamp").asText()).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(json.path("models").findValuesAsText("id"))
                .containsExactly(
                        "acme-research/tiny-phi",
                        "bartowski/Llama-3.2-1B-Instruct-GGUF",
                        "rajpurkar/squad",
                        "acme/reranker-base",
                        "openai/clip-vit-base-patch32",
                        "sentence-transformers/all-MiniLM-L6-v2");
        JsonNode minilm = json.path("models").get(5);
        assertThat(minilm.path("hold").asText()).isEqualTo("pinned");
        assertThat(minilm.path("today").path("commitsBehind").asInt()).isEqualTo(4);
        assertThat(minilm.path("today").path("inferenceProviders").get(0).asText())
                .isEqualTo("hf-inference");
        assertThat(minilm.path("duplicatedWeights").path("saves").asLong()).isEqualTo(90_405_214);
        assertThat(minilm.path("files")).hasSize(11);
        assertThat(minilm.path("files").get(3).path("sha256").asText()).hasSize(64);
        JsonNode clip = json.path("models").get(4);
        assertThat(clip.path("license").isNull()).isTrue();
        assertThat(clip.path("findings")).hasSize(2);
        assertThat(json.path("failures").get(0).path("model").asText()).isEqualTo("acme/private-encoder@main");
    }

    @Test
    void sizes_areThoseOfTheFormats() throws Exception {
        JsonNode json = json(SIX_MODELS);

        long sum = 0;
        for (JsonNode format : json.path("formats")) {
            sum += format.path("size").asLong();
        }
        assertThat(json.path("size").asLong()).isEqualTo(sum).isGreaterThan(2_000_000_000);
    }

    @Test
    void theOrderOfModels_doesNotMatter() {
        var reversed = new ArrayList<>(SIX_MODELS.models());
        Collections.reverse(reversed);

        String json =
                ReportJson.of(new Report(SIX_MODELS.project(), SIX_MODELS.isOnline(), reversed, SIX_MODELS.failures()));

        assertThat(json).isEqualTo(ReportJson.of(SIX_MODELS)).endsWith("}\n");
        assertThat(json.chars()).allMatch(c -> c < 127);
    }

    @Test
    void aFileOfTwoSelections_countsOnce() throws Exception {
        var model =
                new ReportedModel(TestReports.described("acme/x", "mit", ModelCard.EMPTY), List.of(), List.of(), null);

        JsonNode json = json(TestReports.of(model, model));

        assertThat(json.path("files").asInt()).isEqualTo(2);
        assertThat(json.path("models")).hasSize(1);
    }
}
