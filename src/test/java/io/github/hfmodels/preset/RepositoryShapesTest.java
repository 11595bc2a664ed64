package io.github.hfmodels.preset;

import static io.github.hfmodels.preset.PresetFixture.bytes;
import static io.github.hfmodels.preset.PresetFixture.choose;
import static io.github.hfmodels.preset.PresetFixture.options;
import static io.github.hfmodels.preset.PresetFixture.paths;
import static io.github.hfmodels.preset.PresetFixture.trusting;
import static io.github.hfmodels.preset.PresetFixture.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which files, and how many bytes, presets choose of repositories that many programs load. */
class RepositoryShapesTest {

    /** Repository, preset with its variant or trust, bytes; below them the files by name, or of very many their number. */
    private static final String CHOICES = """
            gpt2, transformers: 550959256
              config.json generation_config.json merges.txt model.safetensors tokenizer.json tokenizer_config.json
              vocab.json
            gpt2, safetensors: 550959256
              config.json generation_config.json merges.txt model.safetensors tokenizer.json tokenizer_config.json
              vocab.json
            gpt2, onnx: 661406110
              config.json generation_config.json merges.txt onnx/config.json onnx/decoder_model_merged.onnx
              onnx/generation_config.json onnx/merges.txt onnx/special_tokens_map.json onnx/tokenizer.json
              onnx/tokenizer_config.json onnx/vocab.json tokenizer.json tokenizer_config.json vocab.json
            gpt2, tokenizer: 2853961
              config.json merges.txt tokenizer.json tokenizer_config.json vocab.json
            all-MiniLM-L6-v2, sentence-transformers: 91616458
              1_Pooling/config.json README.md config.json config_sentence_transformers.json data_config.json
              model.safetensors modules.json sentence_bert_config.json special_tokens_map.json tokenizer.json
              tokenizer_config.json vocab.txt
            all-MiniLM-L6-v2, transformers: 91606004
              1_Pooling/config.json config.json config_sentence_transformers.json data_config.json
              model.safetensors modules.json sentence_bert_config.json special_tokens_map.json tokenizer.json
              tokenizer_config.json vocab.txt
            all-MiniLM-L6-v2, safetensors: 91566739
              1_Pooling/config.json config.json config_sentence_transformers.json model.safetensors modules.json
              sentence_bert_config.json special_tokens_map.json tokenizer.json tokenizer_config.json vocab.txt
            all-MiniLM-L6-v2, onnx: 91103577
              1_Pooling/config.json config.json config_sentence_transformers.json modules.json onnx/model.onnx
              sentence_bert_config.json special_tokens_map.json tokenizer.json tokenizer_config.json vocab.txt
            all-MiniLM-L6-v2, onnx qint8_avx512: 23724416
              1_Pooling/config.json config.json config_sentence_transformers.json modules.json
              onnx/model_qint8_avx512.onnx sentence_bert_config.json special_tokens_map.json tokenizer.json
              tokenizer_config.json vocab.txt
            all-MiniLM-L6-v2, tokenizer: 697957
              config.json special_tokens_map.json tokenizer.json tokenizer_config.json vocab.txt
            Xenova-MiniLM, onnx quantized: 23916754
              config.json onnx/model_quantized.onnx quantize_config.json special_tokens_map.json tokenizer.json
              tokenizer_config.json vocab.txt
            Xenova-MiniLM, tokenizer: 943384
              config.json special_tokens_map.json tokenizer.json tokenizer_config.json vocab.txt
            clip-vit-base-patch32, transformers: 608858584
              config.json merges.txt preprocessor_config.json pytorch_model.bin special_tokens_map.json
              tokenizer.json tokenizer_config.json vocab.json
            clip-vit-base-patch32, tokenizer: 3611467
              config.json merges.txt special_tokens_map.json tokenizer.json tokenizer_config.json vocab.json
            Florence-2-large, transformers: 1555456176
              config.json generation_config.json model.safetensors preprocessor_config.json tokenizer.json
              tokenizer_config.json vocab.json
            Florence-2-large, transformers trusted: 1555644250
              config.json configuration_florence2.py generation_config.json model.safetensors
              modeling_florence2.py preprocessor_config.json processing_florence2.py tokenizer.json
              tokenizer_config.json vocab.json
            Florence-2-large, safetensors: 1555456176
              config.json generation_config.json model.safetensors preprocessor_config.json tokenizer.json
              tokenizer_config.json vocab.json
            Florence-2-large, tokenizer: 2456006
              config.json tokenizer.json tokenizer_config.json vocab.json
            bge-m3, sentence-transformers: 2293330195
              1_Pooling/config.json README.md config.json config_sentence_transformers.json modules.json
              pytorch_model.bin sentence_bert_config.json sentencepiece.bpe.model special_tokens_map.json
              tokenizer.json tokenizer_config.json
            bge-m3, transformers: 2293314373
              1_Pooling/config.json config.json config_sentence_transformers.json modules.json pytorch_model.bin
              sentence_bert_config.json sentencepiece.bpe.model special_tokens_map.json tokenizer.json
              tokenizer_config.json
            bge-m3, onnx: 2311208425
              1_Pooling/config.json config.json config_sentence_transformers.json modules.json
              onnx/Constant_7_attr__value onnx/config.json onnx/model.onnx onnx/model.onnx_data
              onnx/sentencepiece.bpe.model onnx/special_tokens_map.json onnx/tokenizer.json
              onnx/tokenizer_config.json sentence_bert_config.json sentencepiece.bpe.model special_tokens_map.json
              tokenizer.json tokenizer_config.json
            bge-m3, tokenizer: 22168232
              config.json sentencepiece.bpe.model special_tokens_map.json tokenizer.json tokenizer_config.json
            Mistral-7B, transformers: 14499218290
              config.json generation_config.json model-00001-of-00003.safetensors model-00002-of-00003.safetensors
              model-00003-of-00003.safetensors model.safetensors.index.json params.json special_tokens_map.json
              tokenizer.json tokenizer.model tokenizer.model.v3 tokenizer_config.json
            Mistral-7B, safetensors: 14498630886
              config.json generation_config.json model-00001-of-00003.safetensors model-00002-of-00003.safetensors
              model-00003-of-00003.safetensors model.safetensors.index.json params.json special_tokens_map.json
              tokenizer.json tokenizer.model tokenizer_config.json
            Mistral-7B, tokenizer: 2549469
              config.json special_tokens_map.json tokenizer.json tokenizer.model tokenizer_config.json
            Llama-8B, transformers: 16069642838
              config.json generation_config.json model-00001-of-00004.safetensors model-00002-of-00004.safetensors
              model-00003-of-00004.safetensors model-00004-of-00004.safetensors model.safetensors.index.json
              special_tokens_map.json tokenizer.json tokenizer_config.json
            Llama-8B, safetensors: 16069642838
              config.json generation_config.json model-00001-of-00004.safetensors model-00002-of-00004.safetensors
              model-00003-of-00004.safetensors model-00004-of-00004.safetensors model.safetensors.index.json
              special_tokens_map.json tokenizer.json tokenizer_config.json
            Llama-8B, tokenizer: 9086061
              config.json special_tokens_map.json tokenizer.json tokenizer_config.json
            Llama-8B-GGUF, gguf Q4_K_M: 4920734656
              Llama-8B-Q4_K_M.gguf
            whisper-tiny, transformers: 154964939
              added_tokens.json config.json generation_config.json merges.txt model.safetensors normalizer.json
              preprocessor_config.json special_tokens_map.json tokenizer.json tokenizer_config.json vocab.json
            whisper-tiny, safetensors: 154964939
              added_tokens.json config.json generation_config.json merges.txt model.safetensors normalizer.json
              preprocessor_config.json special_tokens_map.json tokenizer.json tokenizer_config.json vocab.json
            whisper-tiny, tokenizer: 3899467
              added_tokens.json config.json merges.txt normalizer.json special_tokens_map.json tokenizer.json
              tokenizer_config.json vocab.json
            tokenizer-only, tokenizer: 22152878
              sentencepiece.bpe.model special_tokens_map.json tokenizer.json tokenizer_config.json
            many-small-files, transformers: 445716069
              1203 files
            many-small-files, safetensors: 440916069
              config.json model.safetensors tokenizer.json
            many-small-files, tokenizer: 466301
              config.json tokenizer.json
            many-small-files, snapshot: 445719069
              1204 files
            """;

    @RegisterExtension
    final PresetFixture repository = new PresetFixture("org/model");

    @ParameterizedTest
    @MethodSource("choices")
    void filesAndBytes(String expected) throws Exception {
        String[] words = expected.split(", |: ", 3);
        RepositoryShapes.list(words[0], repository);

        Choice choice = choose(parsed(words[1]), repository);

        assertThat(bytes(choice) + " " + shown(paths(choice))).isEqualTo(words[2]);
    }

    /** The choices, each in one line. */
    private static Stream<String> choices() {
        return Stream.of(CHOICES.replaceAll("\n +", " ").split("\n"));
    }

    private static PresetOptions parsed(String text) {
        String[] words = text.split(" ");
        PresetOptions plain = options(Preset.ofWord(words[0]).orElseThrow());
        if (words.length == 1) {
            return plain;
        }
        return words[1].equals("trusted") ? trusting(plain) : variant(plain, words[1]);
    }

    private static String shown(List<String> paths) {
        return paths.size() > 100
                ? paths.size() + " files"
                : String.join(" ", paths.stream().sorted().toList());
    }
}
