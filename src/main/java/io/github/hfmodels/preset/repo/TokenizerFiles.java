package io.github.hfmodels.preset.repo;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of Transformers' tokenizers. Which vocabularies a tokenizer opens depends on its class and on the version of the library.
 * They are small, so every file is taken that some class may open.
 */
public final class TokenizerFiles {

    /** Names other files, so it is read first; callers fetch it together with other configurations. */
    public static final String CONFIG = "tokenizer_config.json";

    /** A whole tokenizer. */
    public static final String FAST = "tokenizer.json";

    private static final String RULE = "tokenizer";
    private static final String TEMPLATE_RULE = "chat template";

    /** Files that describe a tokenizer, but are not one by themselves. */
    private static final List<String> ADDITIONS = List.of(CONFIG, "special_tokens_map.json", "added_tokens.json");

    /** Names that vocabularies have in Transformers. */
    private static final Set<String> VOCABULARIES = Set.of(
            FAST,
            "vocab.json",
            "merges.txt",
            "vocab.txt",
            "spiece.model",
            "sentencepiece.bpe.model",
            "sentencepiece.model",
            "tokenizer.model",
            "tiktoken.model",
            "tekken.json",
            "spm.model",
            "spm_char.model",
            "source.spm",
            "target.spm",
            "target_vocab.json",
            "vocab-src.json",
            "vocab-tgt.json",
            "bpe.codes",
            "dict.txt",
            "entity_vocab.json",
            "prophetnet.tokenizer",
            "emoji.json",
            "normalizer.json",
            "byte_maps.json",
            "word_shape.json",
            "word_pronunciation.json");

    /** Vocabularies of SentencePiece, tiktoken and Mistral, which have any name; taken if there is no {@code tokenizer.json}. */
    private static final Pattern OTHER_VOCABULARY =
            Pattern.compile("[^/]*\\.model|[^/]*\\.tiktoken|tokenizer\\.model\\.v[0-9a-z]+");

    /** A {@code tokenizer.json} for certain versions of the library. */
    private static final Pattern VERSION = Pattern.compile("tokenizer\\.[^/]+\\.json");

    private static final String TEMPLATES = "additional_chat_templates";

    private TokenizerFiles() {}

    /** Whether the folder has a tokenizer: a vocabulary or a tokenizer's configuration. */
    public static boolean isIn(Folder folder) {
        return folder.has(CONFIG) || folder.names().stream().anyMatch(VOCABULARIES::contains);
    }

    /** Whether the folder has a tokenizer's settings, which are all that a tokenizer without a vocabulary has. */
    public static boolean hasSettings(Folder folder) {
        return ADDITIONS.stream().anyMatch(folder::has);
    }

    /** Whether a file of that name suggests a tokenizer, for certain or not. */
    public static boolean isName(String name) {
        return name.equals(CONFIG)
                || VOCABULARIES.contains(name)
                || OTHER_VOCABULARY.matcher(name).matches();
    }

    /** Whether a file of that path could be taken for a tokenizer. */
    public static boolean isPossible(String path) {
        return path.endsWith(".json") || path.endsWith(".jinja") || isName(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Whether the folder has a file that only tokenizers have. */
    public static boolean isCertainlyIn(Folder folder) {
        return folder.has(CONFIG) || folder.has(FAST);
    }

    /** Whether the folder has a file that mostly belongs to a tokenizer. */
    public static boolean mayBeIn(Folder folder) {
        return !otherVocabularies(folder).isEmpty();
    }

    /**
     * Takes the tokenizer of a folder, with its chat templates.
     *
     * @return whether there is one
     */
    public static boolean take(Folder folder) throws IOException {
        boolean found = isIn(folder);
        folder.takeAny(ADDITIONS, RULE);
        folder.takeAny(folder.names().stream().filter(VOCABULARIES::contains).toList(), RULE);
        folder.takeAny(
                folder.config(CONFIG).texts("fast_tokenizer_files").stream()
                        .filter(name -> VERSION.matcher(name).matches())
                        .toList(),
                RULE);
        if (!folder.has(FAST)) {
            found |= folder.takeAny(otherVocabularies(folder), RULE);
        }
        takeChatTemplates(folder);
        return found;
    }

    private static List<String> otherVocabularies(Folder folder) {
        return folder.names().stream()
                .filter(name -> OTHER_VOCABULARY.matcher(name).matches())
                .toList();
    }

    /** Takes the chat templates, which a folder's processor uses too. */
    private static void takeChatTemplates(Folder folder) {
        folder.take("chat_template.jinja", TEMPLATE_RULE);
        Folder templates = folder.child(TEMPLATES, TEMPLATES);
        templates.takeAny(
                templates.names().stream()
                        .filter(name -> name.endsWith(".jinja"))
                        .toList(),
                TEMPLATE_RULE);
    }
}
