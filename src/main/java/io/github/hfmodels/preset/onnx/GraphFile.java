package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.RepoFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A graph, and what its name says about it: {@code onnx/decoder_model_q4.onnx} is the part {@code decoder_model} in the variant
 * {@code q4}.
 *
 * @param file the file
 * @param folder its folder, with a slash at the end; empty for the top
 * @param part which part of a model it is, from the beginning of its name
 * @param variant how it is quantized or optimized, from the end of its name; empty for the plain graph
 */
public record GraphFile(RepoFile file, String folder, String part, String variant) {

    /** The part that is a whole model. */
    static final String WHOLE = "model";

    private static final String ENDING = ".onnx";

    /** The separator before a word with which exporters and quantizers begin a variant. */
    private static final Pattern VARIANT = Pattern.compile(
            "(?<=[^_.-])[_.-](?=(?:(?:fp|bf|nf|mxfp|float|u?int|qu?int|q)\\d{1,2}(?:f16)?|bnb4|o[1-4]|w\\d{1,2}a\\d{1,2}"
                    + "|quant(?:i[sz]ed)?|optimi[sz]ed)(?:[_.-]|$))",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SEPARATOR = Pattern.compile("[_. -]+");

    /** The decoders without a cache, with a cache, and for both. */
    private static final Set<String> DECODERS =
            Set.of("decoder_model", "decoder_with_past_model", "decoder_model_merged");

    /** The parts into which Optimum and transformers.js split models. */
    private static final Set<String> PARTS = Set.of(
            "audio_encoder",
            "audio_model",
            "build_delay_pattern_mask",
            "conditional_decoder",
            "decoder",
            "decoder_postnet_and_vocoder",
            "embed_tokens",
            "encodec_decode",
            "encodec_encode",
            "encoder",
            "encoder_model",
            "gen_head",
            "gen_img_embeds",
            "image_decode",
            "joiner",
            "language_model",
            "latent_denoiser",
            "lm_head",
            "multi_modal_projector",
            "prepare_inputs_embeds",
            "prompt_encoder_mask_decoder",
            "speech_encoder",
            "text_encoder",
            "text_encoder_2",
            "text_model",
            "transformer",
            "unet",
            "vae_decoder",
            "vae_encoder",
            "vision_encoder",
            "vision_model",
            "voice_decoder");

    private static final Pattern ROLE = Pattern.compile(
            "(?<![a-z0-9])(?:encoder|decoder|joiner|joint|predictor)(?![a-z0-9])", Pattern.CASE_INSENSITIVE);

    /** The graphs among some files, in their order. */
    public static List<GraphFile> among(List<RepoFile> files) {
        var graphs = new ArrayList<GraphFile>();
        var plain = new HashSet<String>();
        for (RepoFile file : files) {
            if (file.path().toLowerCase(Locale.ROOT).endsWith(ENDING)) {
                GraphFile graph = of(file);
                graphs.add(graph);
                if (graph.variant.isEmpty()) {
                    plain.add(graph.folder + graph.part);
                }
            }
        }
        graphs.replaceAll(graph -> plain.contains(graph.folder + WHOLE) ? graph.besideWhole() : graph);
        return List.copyOf(graphs);
    }

    /** The name without ending. */
    String stem() {
        return path().substring(folder.length());
    }

    /** The path without ending. */
    String path() {
        return file.path().substring(0, file.path().length() - ENDING.length());
    }

    public boolean isPlain() {
        return variant.isEmpty();
    }

    public boolean isWhole() {
        return part.equals(WHOLE);
    }

    /** What the graph is for: its part; all decoders have the same purpose. */
    public String purpose() {
        return DECODERS.contains(part) ? "decoder_model" : part;
    }

    /** Whether it replaces the other decoders. */
    public boolean isMergedDecoder() {
        return part.equals("decoder_model_merged");
    }

    /** Whether a merged decoder replaces it. */
    public boolean isOtherDecoder() {
        return DECODERS.contains(part) && !isMergedDecoder();
    }

    /** The same for all graphs of one model; graphs of different families are different models. */
    public String family() {
        if (DECODERS.contains(part) || PARTS.contains(part)) {
            return "";
        }
        return ROLE.matcher(part).replaceFirst("*");
    }

    /** What users write as variant for this graph. */
    String name() {
        return isPlain() ? stem() : variant;
    }

    /** Whether two texts have the same words; case and separators do not count. */
    static boolean isSame(String one, String other) {
        return !words(one).isEmpty() && words(one).equals(words(other));
    }

    /** Whether a text has all wanted words, one after the other. */
    static boolean hasWords(String text, String wanted) {
        List<String> words = words(wanted);
        return !words.isEmpty() && Collections.indexOfSubList(words(text), words) >= 0;
    }

    private static List<String> words(String text) {
        return SEPARATOR
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static GraphFile of(RepoFile file) {
        int slash = file.path().lastIndexOf('/') + 1;
        String stem = file.path().substring(slash, file.path().length() - ENDING.length());
        Matcher match = VARIANT.matcher(stem);
        return match.find()
                ? new GraphFile(
                        file,
                        file.path().substring(0, slash),
                        stem.substring(0, match.start()),
                        stem.substring(match.end()))
                : new GraphFile(file, file.path().substring(0, slash), stem, "");
    }

    /** Beside a {@code model.onnx}, a {@code model_something.onnx} is the same model in a variant, known or not. */
    private GraphFile besideWhole() {
        return isPlain() && part.startsWith(WHOLE + "_") && part.length() > WHOLE.length() + 1
                ? new GraphFile(file, folder, WHOLE, part.substring(WHOLE.length() + 1))
                : this;
    }
}
