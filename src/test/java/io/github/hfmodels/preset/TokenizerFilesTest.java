package io.github.hfmodels.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetException;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFilesTest {

    @TempDir
    private Path folder;

    private FolderRepository repository;

    @BeforeEach
    void createRepository() {
        repository = new FolderRepository(folder, "org/model");
    }

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
        Folder root = Folder.root(repository);

        TokenizerFiles.take(root.child("tokenizer", "model_index.json"));

        assertThat(root.choice().files())
                .extracting(chosen -> chosen.file().path())
                .containsExactly("tokenizer/vocab.json", "tokenizer/merges.txt");
    }

    @Test
    void take_tellsThatThereIsNone() throws Exception {
        repository.with(100, "config.json", "model.safetensors");

        assertThat(TokenizerFiles.take(Folder.root(repository))).isFalse();
    }

    @Test
    void take_refusesBrokenJson() {
        repository.withText("tokenizer_config.json", "{\"a\": ");

        assertThatThrownBy(this::taken)
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("'tokenizer_config.json' is not valid JSON");
    }

    @Test
    void take_refusesAConfigurationOfManyMegabytes() {
        repository.with(40_000_000, "tokenizer_config.json");

        assertThatThrownBy(this::taken)
                .isInstanceOf(PresetException.class)
                .hasMessageContaining("'tokenizer_config.json' has 40.0 MB");
    }

    private List<String> taken() throws Exception {
        Folder root = Folder.root(repository);
        TokenizerFiles.take(root);
        return root.choice().files().stream()
                .map(chosen -> chosen.file().path())
                .toList();
    }
}
