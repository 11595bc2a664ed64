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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteCodePresetTest {

    private static final PresetOptions PLAIN = options(Preset.TRANSFORMERS);
    private static final PresetOptions TRUSTING = trusting(PLAIN);

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @Test
    void florence_withItsCode() throws Exception {
        createFlorence();

        Choice choice = choose(classes(TRUSTING, "AutoModelForCausalLM", "AutoProcessor"), repository);

        assertThat(rules(choice))
                .containsOnlyKeys(
                        "config.json",
                        "model.safetensors",
                        "generation_config.json",
                        "tokenizer_config.json",
                        "tokenizer.json",
                        "vocab.json",
                        "preprocessor_config.json",
                        "configuration_florence2.py",
                        "modeling_florence2.py",
                        "processing_florence2.py")
                .containsEntry("modeling_florence2.py", "code named by auto_map");
        assertThat(choice.companions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AutoModelForCausalLM"})
    void florence_withoutItsCode_isTakenWithOneWarning(String modelClass) throws Exception {
        createFlorence();

        Choice choice = choose(classes(PLAIN, modelClass.isEmpty() ? null : modelClass, null), repository);

        assertThat(paths(choice)).contains("model.safetensors").noneMatch(path -> path.endsWith(".py"));
        assertThat(choice.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning)
                        .contains("configuration_florence2.Florence2Config named by 'config.json'")
                        .contains("<trustRemoteCode>true</trustRemoteCode>"));
    }

    @Test
    void codeThatIsLeftOut_isToldAlsoWhereNoWeightsAreKnown() {
        createFlorence();
        repository.without("pytorch_model.bin").without("model.safetensors").with(900, "weights_of_its_own.bin");

        assertThatMistake(() -> choose(PLAIN, repository))
                .startsWith("the repository has no weights for PyTorch")
                .contains(
                        "; the repository has Python code of its own, such as configuration_florence2.Florence2Config")
                .endsWith("<trustRemoteCode>true</trustRemoteCode> if you trust it");
        assertThatMistake(() -> choose(TRUSTING, repository)).doesNotContain("code of its own");
    }

    @Test
    void aTypeThatTransformersKnows_loadsWithoutTheOldCode() throws Exception {
        createFalcon();

        assertThat(paths(choose(classes(PLAIN, "AutoModelForCausalLM", null), repository)))
                .containsExactlyInAnyOrder("config.json", "model.safetensors", "tokenizer.json");
    }

    @Test
    void theCodeOfAKnownType_isTakenWhenTrusted() throws Exception {
        createFalcon();

        assertThat(paths(choose(classes(TRUSTING, "AutoModelForCausalLM", null), repository)))
                .contains("configuration_falcon.py", "modeling_falcon.py");
    }

    @ParameterizedTest
    @CsvSource({
        "'../outside.Model', 'expected module.Class'",
        "'/etc/passwd.Model', \"'config.json' names /etc/passwd.py, which the repository does not have\"",
        "modeling, expected module.Class",
        "a.b.c, expected module.Class",
        "'a, b.Model', expected module.Class",
        "'../x--modeling.Model', 'expected owner/name--module.Class'",
        "absent.Model, \"'config.json' names absent.py, which the repository does not have\""
    })
    void aReferenceToNoCode_fails(String reference, String message) {
        repository
                .withJson("config.json", "{'auto_map': {'AutoModel': '" + reference + "'}}")
                .with(100, "model.safetensors");

        assertThatMistake(() -> choose(TRUSTING, repository)).contains(message.replace("\"", ""));
    }

    @Test
    void codeElsewhere_isACompanion() throws Exception {
        repository
                .withJson(
                        "config.json",
                        "{'auto_map': {'AutoConfig': 'other/code--configuration_bert.Config', 'AutoModel': 'other/code--modeling_bert.Model',"
                                + " 'AutoModelForMaskedLM': 'org/model--modeling_mlm.Mlm'}}")
                .withText("modeling_mlm.py", "")
                .with(100, "model.safetensors", "tokenizer.json");

        Choice choice = choose(TRUSTING, repository);

        assertThat(paths(choice)).contains("config.json", "model.safetensors", "tokenizer.json", "modeling_mlm.py");
        assertThat(choice.companions())
                .containsExactly(new Companion(
                        new RepoId(RepoType.MODEL, "other/code"),
                        Revision.MAIN,
                        new Part.Code(List.of("modeling_bert", "configuration_bert")),
                        "code named by auto_map"));
        assertThat(paths(choose(classes(TRUSTING, "AutoModelForMaskedLM", null), repository)))
                .contains("modeling_mlm.py");
    }

    @Test
    void codeForAnotherRepository_leadsNoFurther() throws Exception {
        repository
                .withJson("config.json", "{'auto_map': {'AutoModel': 'other/code--modeling.Model'}}")
                .withText("modeling.py", "");

        assertThat(Presets.choose(new Part.Code(List.of("modeling")), repository)
                        .companions())
                .isEmpty();
    }

    @Test
    void codeInVeryManyRepositories_fails() {
        String map = IntStream.range(0, 1_000)
                .mapToObj(i -> "'AutoModel" + i + "': 'other/code" + i + "--modeling.Model'")
                .collect(Collectors.joining(", "));
        repository.withJson("config.json", "{'auto_map': {" + map + "}}").with(100, "model.safetensors");

        assertThatMistake(() -> choose(TRUSTING, repository)).contains("1000 other repositories");
    }

    @Test
    void codeForAnotherRepository_isAllThatIsNotATest_ifTheModulesAreThere() throws Exception {
        repository
                .withText("modeling_bert.py", "from .layers import A\nfrom .absent import B")
                .with(100, "layers.py", "kernels/fast.py", "tests/test_it.py", "config.json", "model.safetensors");

        Choice choice = Presets.choose(new Part.Code(List.of("modeling_bert")), repository);

        assertThat(rules(choice))
                .containsOnlyKeys("modeling_bert.py", "layers.py", "kernels/fast.py")
                .containsEntry("modeling_bert.py", "code named by auto_map")
                .containsEntry("layers.py", "code");
        assertThat(repository.read()).isEmpty();
        assertThatMistake(() -> Presets.choose(new Part.Code(List.of("modeling_bert", "absent")), repository))
                .contains("'org/model' has no absent.py, which another repository names as its code");
    }

    @Test
    void codeThatGenerates_isTakenWhenTrusted() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 'llama'}")
                .withText("custom_generate/generate.py", "from .steps import step")
                .withText("custom_generate/steps.py", "")
                .with(100, "custom_generate/requirements.txt", "model.safetensors");

        assertThat(paths(choose(classes(TRUSTING, "AutoModelForCausalLM", null), repository)))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "model.safetensors",
                        "custom_generate/generate.py",
                        "custom_generate/steps.py",
                        "custom_generate/requirements.txt");
        assertThat(paths(choose(classes(PLAIN, "AutoModelForCausalLM", null), repository)))
                .containsExactlyInAnyOrder("custom_generate/requirements.txt", "config.json", "model.safetensors");
    }

    private void createFlorence() {
        RepositoryShapes.list("Florence-2-large", repository);
    }

    private void createFalcon() {
        repository
                .withJson(
                        "config.json",
                        "{'model_type': 'falcon', 'auto_map': {'AutoConfig': 'configuration_falcon.FalconConfig',"
                                + " 'AutoModel': 'modeling_falcon.FalconModel', 'AutoModelForCausalLM': 'modeling_falcon.FalconForCausalLM'}}")
                .withText("configuration_falcon.py", "")
                .withText("modeling_falcon.py", "")
                .with(100, "model.safetensors", "tokenizer.json");
    }

    @Test
    void configurationThatNamesThousandsOfClasses_isRefused() {
        repository
                .with(9, "model.safetensors")
                .withJson(
                        "config.json",
                        IntStream.range(0, 5_000)
                                .mapToObj(i -> "'AutoModel" + i + "': 'code.C" + i + "'")
                                .collect(Collectors.joining(", ", "{'auto_map': {", "}}")));

        assertThatMistake(() -> choose(PLAIN, repository)).contains("names 5000 classes in its auto_map");
    }
}
