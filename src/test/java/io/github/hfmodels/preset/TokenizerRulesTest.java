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
        repository.with(2_000_000_000, "model.gguf").withJson("config.json", "{'model_type': 'canine'}");

        assertThatMistake(this::choose)
                .contains(
                        "preset tokenizer expects a 'tokenizer.json', a vocabulary or a tokenizer's configuration, but"
                                + " the repository has model.gguf (2.0 GB), config.json")
                .endsWith("fetch the tokenizer from the repository that has it, mostly that of the base model; if the"
                        + " tokenizer needs no files, choose config.json with <includes>");

        repository.without("config.json");

        assertThatMistake(this::choose).endsWith("mostly that of the base model");
    }

    @Test
    void bothTokenizersOfRag_comeFromTheirFolders_withTheConfigurationThatNamesThem() throws Exception {
        repository
                .with(2_000_000_000, "pytorch_model.bin")
                .with(4_000, "config.json", "README.md")
                .with(400_000, "question_encoder_tokenizer/vocab.txt", "question_encoder_tokenizer/tokenizer.json")
                .withJson("question_encoder_tokenizer/tokenizer_config.json", "{}")
                .with(900_000, "generator_tokenizer/vocab.json", "generator_tokenizer/merges.txt");

        assertThat(paths(choose()))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "question_encoder_tokenizer/tokenizer_config.json",
                        "question_encoder_tokenizer/tokenizer.json",
                        "question_encoder_tokenizer/vocab.txt",
                        "generator_tokenizer/vocab.json",
                        "generator_tokenizer/merges.txt");
    }

    @Test
    void furtherTokenizers_comeWithTheOneAtTheTop() throws Exception {
        repository
                .with(2_000_000_000, "model.safetensors", "decoder_tokenizer/model.safetensors")
                .with(500, "config.json", "qformer_tokenizer/tokenizer_config.json", "audio/tokenizer.json")
                .with(2_000_000, "tokenizer.json", "qformer_tokenizer/tokenizer.json", "backup/tokenizer/vocab.txt")
                .withJson("qformer_tokenizer/tokenizer_config.json", "{'tokenizer_class': 'BertTokenizerLegacy'}");

        assertThat(paths(choose()))
                .containsExactlyInAnyOrder(
                        "tokenizer.json",
                        "config.json",
                        "qformer_tokenizer/tokenizer_config.json",
                        "qformer_tokenizer/tokenizer.json");
    }

    @Test
    void tokenizersSideBySide_areTakenTogether_unlessThereAreSeveralSets() throws Exception {
        repository
                .with(500, "model_index.json")
                .with(500, "text/tokenizer/tokenizer.json", "text/tokenizer_2/spiece.model", "text/other/vocab.txt");

        assertThat(paths(choose())).containsExactly("text/tokenizer/tokenizer.json", "text/tokenizer_2/spiece.model");

        repository.with(500, "checkpoint-500/tokenizer/tokenizer.json");

        assertThatMistake(this::choose)
                .contains("the repository has tokenizers in text/tokenizer/, checkpoint-500/tokenizer/;");

        repository.with(500, "tokenizer/vocab.txt");

        assertThat(paths(choose())).containsExactly("tokenizer/vocab.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"})
    void aTokenizerOfBytesOrCharacters_isItsSettings(String settings) throws Exception {
        repository
                .withJson(settings, "{'pad_token': '<pad>'}")
                .withJson("config.json", "{'model_type': 'canine'}")
                .with(500_000_000, "pytorch_model.bin", "flax_model.msgpack")
                .with(500, "README.md");

        assertThat(paths(choose())).containsExactlyInAnyOrder(settings, "config.json");
    }

    @Test
    void aTokenizerOfBytes_mayBeNamedByTheModelAlone() throws Exception {
        repository
                .withJson("config.json", "{'model_type': 't5', 'tokenizer_class': 'ByT5Tokenizer'}")
                .with(500_000_000, "pytorch_model.bin");

        assertThat(paths(choose())).containsExactly("config.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tokenizer_class': 'TokenizersBackend'}",
                "{'tokenizer_class': 'BertTokenizerLegacy'}",
                "{'tokenizer_class': 'Wav2Vec2CTCTokenizer', 'processor_class': 'Wav2Vec2ProcessorWithLM'}",
                "{'tokenizer_class': 'TokenizerOfTheYearAfterNext', 'auto_map': {'AutoTokenizer': ['code.Own', null]}}"
            })
    void theNamesOfClasses_changeNothing(String settings) throws Exception {
        repository
                .withJson("tokenizer_config.json", settings)
                .with(300, "vocab.json", "code.py", "language_model/5gram.bin");

        assertThat(paths(choose())).containsExactlyInAnyOrder("tokenizer_config.json", "vocab.json");
    }

    @Test
    void aTokenizerWithoutTokenizerJson_comesWithEverySmallFileBesideIt() throws Exception {
        repository
                .withJson("tokenizer_config.json", "{'tokenizer_class': 'Unheard'}")
                .with(900_000, "syllables.json", "codes.txt")
                .with(2_000_000, "trainer_state.json")
                .with(
                        900,
                        "model.safetensors.index.json",
                        "model.index.fp16.json",
                        "README.md",
                        "code.py",
                        "below/a.json");

        assertThat(paths(choose())).containsExactlyInAnyOrder("tokenizer_config.json", "syllables.json", "codes.txt");

        repository.with(900_000, "tokenizer.json");

        assertThat(paths(choose())).containsExactlyInAnyOrder("tokenizer_config.json", "tokenizer.json");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void veryManyFoldersOfTokenizers_areEachLookedAtAlone() {
        for (int i = 0; i < 200_000; i++) {
            repository.with(1, i + "/vocab.txt");
        }

        assertThatMistake(this::choose).contains("and 199940 more");
    }

    private Choice choose() throws Exception {
        return PresetFixture.choose(options(Preset.TOKENIZER), repository);
    }
}
