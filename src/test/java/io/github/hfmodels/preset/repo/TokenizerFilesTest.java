package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.assertThatMistake;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TokenizerFilesTest {

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @Test
    void take_takesEachVocabularyThatSomeClassKnows() throws Exception {
        repository
                .withJson("tokenizer_config.json", "{'tokenizer_class': 'CLIPTokenizer'}")
                .with(100, "tokenizer.json", "vocab.json", "merges.txt", "special_tokens_map.json")
                .with(1_000, "config.json", "model.safetensors", "README.md", "lid.176.model", "onnx/tokenizer.json");

        assertThat(taken())
                .containsExactlyInAnyOrder(
                        "tokenizer_config.json",
                        "tokenizer.json",
                        "vocab.json",
                        "merges.txt",
                        "special_tokens_map.json");
    }

    @Test
    void take_looksForAnySentencePieceModel_whereThereIsNoTokenizerJson() throws Exception {
        repository.with(100, "unusual.model", "qwen.tiktoken", "tokenizer.model.v3", "model.safetensors");

        assertThat(taken()).containsExactly("unusual.model", "qwen.tiktoken", "tokenizer.model.v3");
    }

    @Test
    void take_takesTheVersionsThatTheConfigurationNames() throws Exception {
        repository
                .withJson("tokenizer_config.json", "{'fast_tokenizer_files': ['tokenizer.4.0.0.json', '../elsewhere']}")
                .with(100, "tokenizer.json", "tokenizer.4.0.0.json", "tokenizer.9.0.0.json");

        assertThat(taken()).containsExactly("tokenizer_config.json", "tokenizer.json", "tokenizer.4.0.0.json");
    }

    @Test
    void take_takesChatTemplates() throws Exception {
        repository.with(
                100,
                "tokenizer.json",
                "chat_template.jinja",
                "additional_chat_templates/tool_use.jinja",
                "additional_chat_templates/notes.txt");

        assertThat(taken())
                .containsExactly("tokenizer.json", "chat_template.jinja", "additional_chat_templates/tool_use.jinja");
    }

    @Test
    void take_looksIntoTheFolderAlone() throws Exception {
        repository.with(100, "tokenizer.json", "tokenizer/vocab.json", "tokenizer/merges.txt");
        Folder root = Folder.root(repository, false);

        TokenizerFiles.take(root.child("tokenizer", "model_index.json"));

        assertThat(paths(root.choice())).containsExactly("tokenizer/vocab.json", "tokenizer/merges.txt");
    }

    @Test
    void take_returnsFalseWithoutATokenizer() throws Exception {
        repository.with(100, "config.json", "model.safetensors");

        assertThat(TokenizerFiles.take(Folder.root(repository, false))).isFalse();
    }

    @Test
    void take_refusesBrokenJson() {
        repository.withText("tokenizer_config.json", "{\"a\": ");

        assertThatMistake(this::taken).contains("'tokenizer_config.json' is not valid JSON");
    }

    @Test
    void take_refusesAConfigurationOfManyMegabytes() {
        repository.with(40_000_000, "tokenizer_config.json");

        assertThatMistake(this::taken).contains("'tokenizer_config.json' has 40.0 MB");
    }

    private List<String> taken() throws Exception {
        Folder root = Folder.root(repository, false);
        TokenizerFiles.take(root);
        return paths(root.choice());
    }
}
