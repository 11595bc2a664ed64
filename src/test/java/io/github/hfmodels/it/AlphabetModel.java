package io.github.hfmodels.it;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Llama model of one layer that goes on with the alphabet: after {@code abc} it says {@code defg}, up to {@code z}. So small
 * that tests make it, and real enough that libraries load it and that what they answer can be checked.
 */
public final class AlphabetModel {
    static final int WIDTH = 64;
    static final int HEADS = 2;
    static final int CONTEXT = 128;
    static final float EPSILON = 1e-5f;
    static final int UNKNOWN = 0;
    static final int BEGIN = 1;
    static final int END = 2;
    private static final int FIRST_LETTER = 3;
    private static final int LAST_LETTER = FIRST_LETTER + 'z' - 'a';
    private static final int TOKENS = 32;
    private static final float NOISE = 0.01f;

    /** A matrix, row by row, or a vector if it has one row. */
    record Tensor(String name, int rows, int columns, float[] values) {}

    private AlphabetModel() {}

    /** The files that a repository of it in the format of Transformers has, by name. */
    public static Map<String, byte[]> safetensors() {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("config.json", text(config()));
        files.put("tokenizer.json", text(tokenizer()));
        files.put(
                "tokenizer_config.json",
                text("{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\", \"chat_template\":"
                        + " \"{% for message in messages %}{{ message.content }}{% endfor %}\"}"));
        files.put("model.safetensors", weights());
        return files;
    }

    /** The same as one file for llama.cpp. */
    public static byte[] gguf() {
        return AlphabetGguf.write(vocabulary(), tensors());
    }

    /** The texts of all tokens, by their numbers. */
    private static List<String> vocabulary() {
        return IntStream.range(0, TOKENS)
                .mapToObj(token -> switch (token) {
                    case UNKNOWN -> "<unk>";
                    case BEGIN -> "<s>";
                    case END -> "</s>";
                    default ->
                        isLetter(token) ? Character.toString('a' + token - FIRST_LETTER) : "<unused" + token + ">";
                })
                .toList();
    }

    private static boolean isLetter(int token) {
        return token >= FIRST_LETTER && token <= LAST_LETTER;
    }

    private static List<Tensor> tensors() {
        var random = new Random(1);
        var tensors = new ArrayList<Tensor>();
        // Each token is a direction of its own, which the layer leaves nearly as it is; the output reads it as the next
        // token.
        Tensor embedding = noise("model.embed_tokens", TOKENS, random);
        for (int token = 0; token < TOKENS; token++) {
            embedding.values()[token * WIDTH + token] += 1;
        }
        tensors.add(embedding);
        for (String name : List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj")) {
            tensors.add(noise("model.layers.0." + name, WIDTH, random));
        }
        for (String name : List.of("mlp.gate_proj", "mlp.up_proj", "mlp.down_proj")) {
            tensors.add(noise("model.layers.0." + name, WIDTH, random));
        }
        for (String name :
                List.of("model.layers.0.input_layernorm", "model.layers.0.post_attention_layernorm", "model.norm")) {
            tensors.add(ones(name));
        }
        Tensor output = noise("lm_head", TOKENS, random);
        for (int letter = FIRST_LETTER; letter <= LAST_LETTER; letter++) {
            int next = letter == LAST_LETTER ? END : letter + 1;
            output.values()[next * WIDTH + letter] += 4;
        }
        tensors.add(output);
        return tensors;
    }

    private static Tensor noise(String name, int rows, Random random) {
        var values = new float[rows * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = NOISE * (float) random.nextGaussian();
        }
        return new Tensor(name + ".weight", rows, WIDTH, values);
    }

    private static Tensor ones(String name) {
        var values = new float[WIDTH];
        Arrays.fill(values, 1);
        return new Tensor(name + ".weight", 1, WIDTH, values);
    }

    private static String config() {
        return """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "hidden_size": %1$d,
                 "intermediate_size": %1$d, "num_attention_heads": %2$d, "num_key_value_heads": %2$d, "num_hidden_layers": 1,
                 "max_position_embeddings": %3$d, "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "vocab_size": %4$d,
                 "bos_token_id": %5$d, "eos_token_id": %6$d, "tie_word_embeddings": false, "torch_dtype": "float32"}
                """.formatted(WIDTH, HEADS, CONTEXT, TOKENS, BEGIN, END);
    }

    private static String tokenizer() {
        List<String> vocabulary = vocabulary();
        String special = IntStream.of(UNKNOWN, BEGIN, END)
                .mapToObj(token ->
                        "{\"id\": " + token + ", \"content\": \"" + vocabulary.get(token) + "\", \"special\": true}")
                .collect(Collectors.joining(", "));
        String all = IntStream.range(0, TOKENS)
                .mapToObj(token -> "\"" + vocabulary.get(token) + "\": " + token)
                .collect(Collectors.joining(", "));
        return "{\"version\": \"1.0\", \"added_tokens\": [" + special
                + "], \"model\": {\"type\": \"BPE\", \"unk_token\": \"<unk>\","
                + " \"fuse_unk\": false, \"byte_fallback\": false, \"vocab\": {" + all + "}, \"merges\": []}}";
    }

    private static byte[] weights() {
        var header = new StringBuilder("{");
        int offset = 0;
        for (Tensor tensor : tensors()) {
            int end = offset + tensor.values().length * Float.BYTES;
            String shape = tensor.rows() == 1 ? "" + WIDTH : tensor.rows() + ", " + tensor.columns();
            header.append(header.length() > 1 ? ", " : "")
                    .append("\"%s\": {\"dtype\": \"F32\", \"shape\": [%s], \"data_offsets\": [%d, %d]}"
                            .formatted(tensor.name(), shape, offset, end));
            offset = end;
        }
        header.append("}").append(" ".repeat((8 - (header.length() + 1) % 8) % 8));
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + header.length() + offset).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length()).put(text(header.toString()));
        for (Tensor tensor : tensors()) {
            for (float value : tensor.values()) {
                file.putFloat(value);
            }
        }
        return file.array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
