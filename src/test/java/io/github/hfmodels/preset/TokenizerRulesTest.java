package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerRulesTest {

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @Test
    void tokenizer_comesWithTheModelsConfiguration_andNothingElse() throws Exception {
        repository
                .with(1_000_000_000, "model.safetensors", "onnx/model.onnx", "pytorch_model.bin")
                .with(500, "config.json", "generation_config.json", "README.md", "onnx/tokenizer.json")
                .with(400_000, "tokenizer.json", "vocab.txt", "special_tokens_map.json", "chat_template.jinja")
                .withJson("tokenizer_config.json", "{'tokenizer_class': 'BertTokenizer'}");

        assertThat(choose().files())
                .extracting(chosen -> chosen.file().path() + ": " + chosen.rule())
                .containsExactlyInAnyOrder(
                        "tokenizer_config.json: tokenizer",
                        "special_tokens_map.json: tokenizer",
                        "tokenizer.json: tokenizer",
                        "vocab.txt: tokenizer",
                        "chat_template.jinja: chat template",
                        "config.json: configuration of the model");
    }

    @Test
    void tokenizer_mayBeInTheOnlyFolderThatHasOne() throws Exception {
        repository
                .with(500, "model_index.json", "unet/config.json", "tokenizer/vocab.json", "tokenizer/merges.txt")
                .withJson("tokenizer/tokenizer_config.json", "{}");

        assertThat(paths(choose()))
                .containsExactly("tokenizer/tokenizer_config.json", "tokenizer/vocab.json", "tokenizer/merges.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vocab.txt", "vocab.json", "spiece.model", "tokenizer.json", "unusual.model", "qwen.tiktoken"})
    void aVocabularyAlone_isATokenizerInAnyFolder(String name) throws Exception {
        repository.with(500, "README.md", "other/model.safetensors", "a/" + name);

        assertThat(paths(choose())).containsExactly("a/" + name);
    }

    @Test
    void vocabularies_areOfLessWeightThanWholeTokenizers_andUnusualNamesOfTheLeast() throws Exception {
        repository.with(500, "lid.176.model", "a/vocab.txt", "b/vocab.txt", "c/tokenizer.json", "d/other.model");

        assertThat(paths(choose())).containsExactly("c/tokenizer.json");

        repository.without("c/tokenizer.json");

        assertThatMistake(this::choose).contains("the repository has tokenizers in a/, b/;");

        repository.without("a/vocab.txt").without("b/vocab.txt");

        assertThat(paths(choose())).containsExactly("lid.176.model");
    }

    @Test
    void tokenizersOfSeveralFolders_areListed() {
        repository.with(500, "a/tokenizer.json", "b/tokenizer.json", "b/config.json");

        assertThatMistake(this::choose)
                .contains("the repository has tokenizers in a/, b/; choose files with <includes>");
    }

    @Test
    void noTokenizer_failsWithWhatThereIs() {
        repository.with(2_000_000_000, "model.gguf").with(500, "config.json");

        assertThatMistake(this::choose)
                .contains(
                        "preset tokenizer expects a 'tokenizer.json' or a vocabulary, but the repository has model.gguf");
    }

    private Choice choose() throws Exception {
        return PresetFixture.choose(options(Preset.TOKENIZER), repository);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void veryManyFoldersOfTokenizers_areEachLookedAtAlone() {
        for (int i = 0; i < 200_000; i++) {
            repository.with(1, i + "/vocab.txt");
        }

        assertThatMistake(this::choose).contains("and 199940 more");
    }
}
