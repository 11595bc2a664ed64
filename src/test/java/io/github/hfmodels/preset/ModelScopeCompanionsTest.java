package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.choose;
import static io.github.hfmodels.preset.PresetFixture.classes;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model of ModelScope names is at ModelScope too, at the branch that is the default one there. */
class ModelScopeCompanionsTest {

    private static final PresetOptions TRANSFORMERS = options(Preset.TRANSFORMERS);

    @RegisterExtension
    final PresetFixture repository =
            new PresetFixture(new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/model"));

    /** Configurations are copied from the Hub with their revisions. */
    @ParameterizedTest
    @CsvSource({"null, master", "'''main''', master", "'''v2''', v2"})
    void baseModelOfAnAdapter(String revision, String expected) throws Exception {
        repository
                .withJson(
                        "adapter_config.json",
                        "{'peft_type': 'LORA', 'task_type': 'CAUSAL_LM', 'base_model_name_or_path': 'base/llama', 'revision': "
                                + revision + "}")
                .with(20_000_000, "adapter_model.safetensors");

        assertThat(choose(TRANSFORMERS, repository).companions())
                .extracting(ModelScopeCompanionsTest::place)
                .containsExactly("modelscope://base/llama@" + expected);
    }

    @Test
    void codeOfAnotherRepository() throws Exception {
        repository
                .withJson("config.json", "{'auto_map': {'AutoModel': 'org/code--modeling_x.Model'}}")
                .with(20_000_000, "model.safetensors");

        assertThat(choose(classes(trusting(TRANSFORMERS), "AutoModel", "AutoTokenizer"), repository)
                        .companions())
                .extracting(ModelScopeCompanionsTest::place)
                .containsExactly("modelscope://org/code@master");
    }

    @Test
    void dataSetWithNamesOfClasses() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'oneformer'}")
                .withJson("preprocessor_config.json", "{'repo_path': 'org/classes', 'class_info_file': 'ade20k.json'}")
                .with(20_000_000, "model.safetensors");

        assertThat(choose(TRANSFORMERS, repository).companions())
                .extracting(ModelScopeCompanionsTest::place)
                .containsExactly("modelscope://datasets/org/classes@master");
    }

    private static String place(Companion companion) {
        return companion.repo() + "@" + companion.revision();
    }
}
