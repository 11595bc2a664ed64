package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.TokenizerFiles;
import java.util.regex.Pattern;

/**
 * Tells what is bulk in a repository from what is not. Which of the small files a class opens depends on the class and on the library's
 * version, so all of them are taken: configurations, vocabularies of any name, templates, voices. Bulk, told by extension and name, is
 * left: weights, which {@link io.github.hfmodels.preset.repo.Weights} takes, further copies of them, what training left, and what people look at.
 */
final class Bulk {

    /** A file in a folder has fewer bytes, unless it is known to be needed. */
    private static final long SMALL = 1_000_000;

    private static final Pattern FOLDER = folders(
            // Copies for other runtimes.
            "original|openvino[^/]*|onnx[^/]*|coreml|tflite|gguf|tensorrt|[^/]*\\.ml(?:package|modelc)",
            // What training left.
            "checkpoints?|checkpoint-[^/]*|global_step[^/]*|runs|logs?|wandb",
            // What people look at.
            "examples?|tests?|docs?|images|imgs|assets|\\.[^/]*");

    private static final Pattern NAME = Pattern.compile(
            // Hidden files.
            "\\..*"
                    + "|(?:readme|licen[cs]e|notice|copying|changelog)(?:[._-].*)?"
                    + "|(?:optimizer|scheduler|rng_state|trainer_state|training_args)[^/]*"
                    + "|events\\.out\\.tfevents.*|imatrix.*|openvino_.*|.*\\.ckpt\\..*|checkpoint"
                    + "|.*\\.onnx[._]data.*|.*\\.index(?:\\.[^/.]+)?\\.json|.*\\.(?:"
                    + "safetensors|bin|pth?|ckpt|h5|hdf5|keras|msgpack|ot|onnx|ort|pb|tflite|pte|gguf|ggml|llamafile|mlmodel|nemo|engine"
                    + "|plan|trt|params|pdparams|pdmodel|mindir|pkl|pickle|joblib|dill"
                    + "|zip|tar|t?gz|bz2|xz|7z|rar|zst|whl|parquet|arrow"
                    + "|png|jpe?g|gif|webp|svg|bmp|ico|tiff?|wav|mp3|flac|ogg|opus|m4a|mp4|avi|mov|mkv|webm|pdf"
                    + "|ipynb|md|rst|html?)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Small ones are voices, filters and tables of a processor; large ones are weights and data. */
    private static final Pattern EITHER =
            Pattern.compile(".*\\.(?:np[yz]|csv|tsv|jsonl|log)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** The voices of Qwen2.5-Omni, in a format of weights. */
    private static final String VOICES = "spk_dict.pt";

    /** The language model of {@code Wav2Vec2ProcessorWithLM}, in a format that has no name of its own. */
    private static final String LANGUAGE_MODEL = "language_model/";

    private static final Pattern TOKENIZER_FOLDER = Pattern.compile("[^/]*tokenizer[^/]*/");

    private Bulk() {}

    /** Takes what is not bulk in a folder and below it, without code. */
    static void takeOthers(Folder folder) {
        boolean decodes = folder.has("alphabet.json");
        for (String path : folder.below()) {
            boolean needed = path.equals(VOICES) || (decodes && path.startsWith(LANGUAGE_MODEL));
            if (!Folder.isCode(path) && (needed || !isBulk(path, folder.size(path)))) {
                folder.take(path, rule(path));
            }
        }
    }

    /** Whether a file is below a folder of that kind, such as of a checkpoint or a test. */
    static boolean isInBulkFolder(String path) {
        return FOLDER.matcher(path).lookingAt();
    }

    private static boolean isBulk(String path, long size) {
        int start = path.lastIndexOf('/') + 1;
        String name = path.substring(start);
        // Processors with several tokenizers have them in folders, such as qformer_tokenizer.
        boolean mayBeLarge = start == 0
                || (TOKENIZER_FOLDER.matcher(path.substring(0, start)).matches() && TokenizerFiles.isName(name));
        return isInBulkFolder(path)
                || NAME.matcher(name).matches()
                || (size >= SMALL && (!mayBeLarge || EITHER.matcher(name).matches()));
    }

    /** Why a file is needed, as far as its name tells. */
    private static String rule(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return TokenizerFiles.isName(name) ? "tokenizer" : name.endsWith(".json") ? "config" : "small file";
    }

    private static Pattern folders(String... names) {
        return Pattern.compile(
                "(?:[^/]*/)*?(?:" + String.join("|", names) + ")/", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
