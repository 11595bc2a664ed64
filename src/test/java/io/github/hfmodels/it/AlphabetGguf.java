package io.github.hfmodels.it;

import io.github.hfmodels.it.AlphabetModel.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes the model of the alphabet as GGUF, version 3. */
final class AlphabetGguf {
    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int TENSOR_OF_FLOAT32 = 0;
    private static final int ALIGNMENT = 32;
    private static final int NORMAL_TOKEN = 1;
    private static final int UNKNOWN_TOKEN = 2;
    private static final int CONTROL_TOKEN = 3;
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("model.embed_tokens", "token_embd"),
            Map.entry("model.layers.0.self_attn.q_proj", "blk.0.attn_q"),
            Map.entry("model.layers.0.self_attn.k_proj", "blk.0.attn_k"),
            Map.entry("model.layers.0.self_attn.v_proj", "blk.0.attn_v"),
            Map.entry("model.layers.0.self_attn.o_proj", "blk.0.attn_output"),
            Map.entry("model.layers.0.mlp.gate_proj", "blk.0.ffn_gate"),
            Map.entry("model.layers.0.mlp.up_proj", "blk.0.ffn_up"),
            Map.entry("model.layers.0.mlp.down_proj", "blk.0.ffn_down"),
            Map.entry("model.layers.0.input_layernorm", "blk.0.attn_norm"),
            Map.entry("model.layers.0.post_attention_layernorm", "blk.0.ffn_norm"),
            Map.entry("model.norm", "output_norm"),
            Map.entry("lm_head", "output"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int properties;

    private AlphabetGguf() {}

    static byte[] write(List<String> vocabulary, List<Tensor> tensors) {
        var properties = new AlphabetGguf();
        properties.describe(vocabulary);
        var file = new AlphabetGguf();
        file.out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        file.int32(3);
        file.int64(tensors.size());
        file.int64(properties.properties);
        file.out.writeBytes(properties.out.toByteArray());
        file.tensors(tensors);
        return file.out.toByteArray();
    }

    private void describe(List<String> vocabulary) {
        string("general.architecture", "llama");
        number("llama.block_count", 1);
        number("llama.context_length", AlphabetModel.CONTEXT);
        number("llama.embedding_length", AlphabetModel.WIDTH);
        number("llama.feed_forward_length", AlphabetModel.WIDTH);
        number("llama.attention.head_count", AlphabetModel.HEADS);
        property("llama.attention.layer_norm_rms_epsilon", FLOAT32);
        int32(Float.floatToIntBits(AlphabetModel.EPSILON));
        string("tokenizer.ggml.model", "llama");
        number("tokenizer.ggml.bos_token_id", AlphabetModel.BEGIN);
        number("tokenizer.ggml.eos_token_id", AlphabetModel.END);
        number("tokenizer.ggml.unknown_token_id", AlphabetModel.UNKNOWN);
        property("tokenizer.ggml.add_space_prefix", BOOL);
        out.write(0);
        array("tokenizer.ggml.tokens", STRING, vocabulary.size());
        vocabulary.forEach(this::text);
        array("tokenizer.ggml.scores", FLOAT32, vocabulary.size());
        vocabulary.forEach(token -> int32(0));
        array("tokenizer.ggml.token_type", INT32, vocabulary.size());
        for (int token = 0; token < vocabulary.size(); token++) {
            int32(
                    token == AlphabetModel.UNKNOWN
                            ? UNKNOWN_TOKEN
                            : token <= AlphabetModel.END ? CONTROL_TOKEN : NORMAL_TOKEN);
        }
    }

    /** What each is, and then the values of each. */
    private void tensors(List<Tensor> tensors) {
        long offset = 0;
        for (Tensor tensor : tensors) {
            text(NAMES.get(tensor.name().replace(".weight", "")) + ".weight");
            int32(tensor.rows() == 1 ? 1 : 2);
            int64(tensor.columns());
            if (tensor.rows() > 1) {
                int64(tensor.rows());
            }
            int32(TENSOR_OF_FLOAT32);
            int64(offset);
            offset += (long) tensor.values().length * Float.BYTES;
        }
        // All have a length that is a multiple of it.
        out.writeBytes(new byte[(ALIGNMENT - out.size() % ALIGNMENT) % ALIGNMENT]);
        for (Tensor tensor : tensors) {
            for (float value : tensor.values()) {
                int32(Float.floatToIntBits(value));
            }
        }
    }

    private void number(String key, int value) {
        property(key, UINT32);
        int32(value);
    }

    private void string(String key, String value) {
        property(key, STRING);
        text(value);
    }

    private void array(String key, int type, int length) {
        property(key, ARRAY);
        int32(type);
        int64(length);
    }

    private void property(String key, int type) {
        properties++;
        text(key);
        int32(type);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int64(bytes.length);
        out.writeBytes(bytes);
    }

    private void int32(int value) {
        out.writeBytes(little(Integer.BYTES).putInt(value).array());
    }

    private void int64(long value) {
        out.writeBytes(little(Long.BYTES).putLong(value).array());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
