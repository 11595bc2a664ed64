package io.github.hfmodels.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.preset.repo.PresetException;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerRulesTest {

    @TempDir
    private Path folder;

    private FolderRepository repository;

    @BeforeEach
    void createRepository() {
        repository = new FolderRepository(folder, "org/model");
    }

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

        assertThat(choose().files())
                .extracting(chosen -> chosen.file().path())
                .containsExactly("tokenizer/tokenizer_config.json", "tokenizer/vocab.json", "tokenizer/merges.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vocab.txt", "vocab.json", "spiece.model", "tokenizer.json", "unusual.model", "qwen.tiktoken"})
    void aVocabularyAlone_isATokenizerInAnyFolder(String name) throws Exception {
        repository.with(500, "README.md", "other/model.safetensors", "a/" + name);

        assertThat(choose().files()).extracting(chosen -> chosen.file().path()).containsExactly("a/" + name);
    }

    @Test
    void vocabularies_areOfLessWeightThanWholeTokenizers_andUnusualNamesOfTheLeast() throws Exception {
        repository.with(500, "lid.176.model", "a/vocab.txt", "b/vocab.txt", "c/tokenizer.json", "d/other.model");

        assertThat(choose().files()).extracting(chosen -> chosen.file().path()).containsExactly("c/tokenizer.json");

        repository.without("c/tokenizer.json");

        assertThatThrownBy(this::choose).hasMessageContaining("the repository has tokenizers in a/, b/;");

        repository.without("a/vocab.txt").without("b/vocab.txt");

        assertThat(choose().files()).extracting(chosen -> chosen.file().path()).containsExactly("lid.176.model");
    }

    @Test
    void tokenizersOfSeveralFolders_areListed() {
        repository.with(500, "a/tokenizer.json", "b/tokenizer.json", "b/config.json");

        assertThatThrownBy(this::choose)
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("the repository has tokenizers in a/, b/; choose files with <includes>");
    }

    @Test
    void noTokenizer_isToldWithWhatThereIs() {
        repository.with(2_000_000_000, "model.gguf").with(500, "config.json");

        assertThatThrownBy(this::choose)
                .isInstanceOf(PresetException.class)
                .hasMessageContaining(
                        "preset tokenizer expects a 'tokenizer.json' or a vocabulary, but the repository has model.gguf");
    }

    private Choice choose() throws Exception {
        return Presets.choose(
                new Part.Chosen(new PresetOptions(Preset.TOKENIZER, null, null, null, false)), repository);
    }
}
