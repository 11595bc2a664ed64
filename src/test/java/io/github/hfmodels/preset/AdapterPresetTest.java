package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.choose;
import static io.github.hfmodels.preset.PresetFixture.classes;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.rules;
import static io.github.hfmodels.preset.PresetFixture.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterPresetTest {

    private static final PresetOptions TRANSFORMERS = options(Preset.TRANSFORMERS);

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/adapter");

    @RegisterExtension
    final PresetFixture other = new PresetFixture("base/llama");

    @BeforeEach
    void createRepository() {
        repository
                .withJson(
                        "adapter_config.json",
                        "{'peft_type': 'LORA', 'task_type': 'CAUSAL_LM', 'base_model_name_or_path': 'base/llama', 'revision': null}")
                .with(20_000_000, "adapter_model.safetensors", "adapter_model.bin", "optimizer.pt")
                .with(500, "tokenizer.json", "README.md");
    }

    @Test
    void anAdapter_isItsWeightsAndItsBaseModel() throws Exception {
        Choice choice = choose(TRANSFORMERS, repository);

        assertThat(rules(choice))
                .isEqualTo(Map.of(
                        "adapter_config.json", "adapter config",
                        "adapter_model.safetensors", "adapter weights (safetensors)",
                        "tokenizer.json", "tokenizer"));
        assertThat(choice.companions()).containsExactly(base(Revision.MAIN, TRANSFORMERS));
    }

    @Test
    void theRevisionOfTheConfiguration_isTheBaseModels() throws Exception {
        repository.withJson(
                "adapter_config.json", "{'base_model_name_or_path': 'base/llama', 'revision': 'refs/pr/2'}");

        assertThat(choose(TRANSFORMERS, repository).companions())
                .containsExactly(base(new Revision("refs/pr/2"), TRANSFORMERS));
    }

    @Test
    void theOptions_areTheBaseModelsToo() throws Exception {
        PresetOptions asked = classes(trusting(TRANSFORMERS), "AutoPeftModelForSeq2SeqLM", "AutoTokenizer");

        assertThat(choose(asked, repository).companions())
                .containsExactly(
                        base(Revision.MAIN, classes(trusting(TRANSFORMERS), "AutoModelForSeq2SeqLM", "AutoTokenizer")));
    }

    @Test
    void picklesAreTaken_whereThereIsNothingElse() throws Exception {
        repository.without("adapter_model.safetensors");

        assertThat(rules(choose(TRANSFORMERS, repository)))
                .containsEntry("adapter_model.bin", "adapter weights (pytorch)");
    }

    @Test
    void anAdapterInItsOwnModel_needsNoOther() throws Exception {
        repository
                .withJson("adapter_config.json", "{'base_model_name_or_path': 'org/adapter'}")
                .withJson("config.json", "{'model_type': 'llama'}")
                .with(1_000, "model.safetensors");

        Choice choice = choose(TRANSFORMERS, repository);

        assertThat(paths(choice)).contains("config.json", "model.safetensors", "adapter_model.safetensors");
        assertThat(choice.companions()).isEmpty();
    }

    @Test
    void adaptersOfEachOther_leadToNothingNew_afterEachWasVisited() throws Exception {
        other.withJson("adapter_config.json", "{'task_type': 'SEQ_CLS', 'base_model_name_or_path': 'org/adapter'}")
                .with(100, "adapter_model.safetensors");
        Map<String, PresetFixture> hub = Map.of("org/adapter", repository, "base/llama", other);

        assertThat(visited(hub, new Part.ByPreset(classes(TRANSFORMERS, "AutoPeftModel", null))))
                .containsExactly(
                        "org/adapter: preset transformers, modelClass AutoPeftModel",
                        "base/llama: preset transformers, modelClass AutoModel",
                        "org/adapter: preset transformers, modelClass AutoModel");
        assertThat(visited(hub, new Part.ByPreset(TRANSFORMERS)))
                .containsExactly("org/adapter: preset transformers", "base/llama: preset transformers");
    }

    /** Follows companions as a plan does, which visits no part twice. */
    private static Set<String> visited(Map<String, PresetFixture> hub, Part first) throws Exception {
        var visited = new LinkedHashSet<String>();
        var waiting = new ArrayDeque<Companion>();
        waiting.add(new Companion(new RepoId(RepoType.MODEL, "org/adapter"), Revision.MAIN, first, ""));
        while (!waiting.isEmpty()) {
            Companion next = waiting.remove();
            if (visited.add(next.repo() + ": " + next.part().description())) {
                waiting.addAll(Presets.choose(next.part(), hub.get(next.repo().toString()))
                        .companions());
            }
        }
        return visited;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/somebody/llama", "./llama", "../llama", "a/b/c", ""})
    void aBaseModelThatIsNotARepository_fails(String base) {
        repository.withJson("adapter_config.json", "{'base_model_name_or_path': '" + base + "'}");

        assertThatMistake(() -> choose(TRANSFORMERS, repository))
                .contains("names the base model '" + base + "', which is not a repository")
                .contains("<includes>");
    }

    @Test
    void aRevisionThatIsNotARevision_fails() {
        repository.withJson("adapter_config.json", "{'base_model_name_or_path': 'base/llama', 'revision': '../x'}");

        assertThatMistake(() -> choose(TRANSFORMERS, repository)).contains("revision '../x'");
    }

    @Test
    void anAdapterWithoutWeights_fails() {
        repository.without("adapter_model.safetensors").without("adapter_model.bin");

        assertThatMistake(() -> choose(TRANSFORMERS, repository))
                .contains("neither adapter_model.safetensors nor adapter_model.bin");
    }

    private static Companion base(Revision revision, PresetOptions options) {
        return new Companion(
                new RepoId(RepoType.MODEL, "base/llama"),
                revision,
                new Part.ByPreset(options),
                "base model of the adapter");
    }
}
