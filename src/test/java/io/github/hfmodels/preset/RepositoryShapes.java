package io.github.hfmodels.preset;

import io.github.hfmodels.preset.onnx.GraphBytes;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Listings with the names and about the sizes of well-known repositories. What they name to each other is written out. */
final class RepositoryShapes {

    private static final Map<String, Consumer<PresetFixture>> SHAPES = Map.ofEntries(
            Map.entry("gpt2", RepositoryShapes::gpt2),
            Map.entry("all-MiniLM-L6-v2", RepositoryShapes::miniLm),
            Map.entry("Xenova-MiniLM", RepositoryShapes::xenova),
            Map.entry("clip-vit-base-patch32", RepositoryShapes::clip),
            Map.entry("Florence-2-large", RepositoryShapes::florence),
            Map.entry("bge-m3", RepositoryShapes::bgeM3),
            Map.entry("Mistral-7B", RepositoryShapes::mistral),
            Map.entry("Llama-8B", RepositoryShapes::llama),
            Map.entry("Llama-8B-GGUF", RepositoryShapes::gguf),
            Map.entry("whisper-tiny", RepositoryShapes::whisper),
            Map.entry("tokenizer-only", RepositoryShapes::tokenizerOnly),
            Map.entry("many-small-files", RepositoryShapes::manySmallFiles));

    private RepositoryShapes() {}

    /** Adds the files of a shape. */
    static void list(String shape, PresetFixture repository) {
        Objects.requireNonNull(SHAPES.get(shape), shape).accept(repository);
    }

    private static void gpt2(PresetFixture repository) {
        files(repository, """
                .gitattributes 445
                64-8bits.tflite 125162496
                64-fp16.tflite 248269688
                64.tflite 495791932
                README.md 8092
                flax_model.msgpack 497764120
                generation_config.json 124
                merges.txt 456318
                model.safetensors 548105171
                onnx/config.json 879
                onnx/decoder_model.onnx 653665842
                onnx/decoder_model_merged.onnx 655188765
                onnx/decoder_with_past_model.onnx 653672649
                onnx/generation_config.json 119
                onnx/merges.txt 456318
                onnx/special_tokens_map.json 99
                onnx/tokenizer.json 2107653
                onnx/vocab.json 798156
                pytorch_model.bin 548118077
                rust_model.ot 702517648
                tf_model.h5 497933648
                tokenizer.json 1355256
                vocab.json 1042301
                """);
        config(repository, "gpt2", "GPT2LMHeadModel")
                .withJson("tokenizer_config.json", "{'model_max_length': 1024}")
                .withJson("onnx/tokenizer_config.json", tokenizer("GPT2Tokenizer"));
    }

    private static void miniLm(PresetFixture repository) {
        files(repository, """
                .gitattributes 1229
                README.md 10454
                config_sentence_transformers.json 116
                data_config.json 39265
                onnx/model.onnx 90405214
                onnx/model_O1.onnx 90360328
                onnx/model_O2.onnx 90326566
                onnx/model_O3.onnx 90326497
                onnx/model_O4.onnx 45212349
                onnx/model_qint8_arm64.onnx 23026053
                onnx/model_qint8_avx512.onnx 23026053
                onnx/model_qint8_avx512_vnni.onnx 23026053
                onnx/model_quint8_avx2.onnx 23046789
                openvino/openvino_model.bin 90265744
                openvino/openvino_model.xml 211315
                openvino/openvino_model_qint8_quantized.bin 22933664
                openvino/openvino_model_qint8_quantized.xml 368006
                model.safetensors 90868376
                pytorch_model.bin 90888945
                rust_model.ot 90887379
                special_tokens_map.json 112
                tf_model.h5 91005696
                tokenizer.json 466247
                train_script.py 13156
                vocab.txt 231508
                """);
        config(repository, "bert", "BertModel")
                .withJson("tokenizer_config.json", tokenizer("BertTokenizer"))
                .withJson("sentence_bert_config.json", "{'max_seq_length': 256, 'do_lower_case': false}")
                .withJson("1_Pooling/config.json", "{'word_embedding_dimension': 384}")
                .withJson(
                        "modules.json",
                        "[{'path': '', 'type': 'sentence_transformers.models.Transformer'},"
                                + "{'path': '1_Pooling', 'type': 'sentence_transformers.models.Pooling'},"
                                + "{'path': '2_Normalize', 'type': 'sentence_transformers.models.Normalize'}]");
    }

    private static void xenova(PresetFixture repository) {
        files(repository, """
                .gitattributes 1519
                README.md 2081
                onnx/model.onnx 90387630
                onnx/model_bnb4.onnx 51962700
                onnx/model_fp16.onnx 45298000
                onnx/model_int8.onnx 22972370
                onnx/model_q4.onnx 54601000
                onnx/model_q4f16.onnx 30000000
                onnx/model_quantized.onnx 22972370
                onnx/model_uint8.onnx 22972400
                quantize_config.json 1000
                special_tokens_map.json 125
                tokenizer.json 711661
                vocab.txt 231508
                """);
        config(repository, "bert", "BertModel").withJson("tokenizer_config.json", tokenizer("BertTokenizer"));
    }

    private static void clip(PresetFixture repository) {
        files(repository, """
                .gitattributes 1079
                README.md 8000
                flax_model.msgpack 605123000
                merges.txt 524657
                preprocessor_config.json 316
                pytorch_model.bin 605247071
                special_tokens_map.json 389
                tf_model.h5 605551000
                tokenizer.json 2224003
                vocab.json 862328
                """);
        config(repository, "clip", "CLIPModel")
                .withJson("preprocessor_config.json", "{'image_processor_type': 'CLIPImageProcessor'}")
                .withJson("tokenizer_config.json", tokenizer("CLIPTokenizer"));
    }

    private static void florence(PresetFixture repository) {
        files(repository, """
                .gitattributes 1519
                CODE_OF_CONDUCT.md 444
                LICENSE 1141
                README.md 14761
                SECURITY.md 2656
                SUPPORT.md 1244
                generation_config.json 51
                model.safetensors 1553000000
                pytorch_model.bin 1543000000
                sample_inference.ipynb 4426000
                tokenizer.json 1355863
                vocab.json 1099884
                """);
        repository
                .withJson(
                        "config.json",
                        "{'model_type': 'florence2', 'architectures': ['Florence2ForConditionalGeneration'], 'auto_map': {"
                                + "'AutoConfig': 'configuration_florence2.Florence2Config',"
                                + "'AutoModelForCausalLM': 'modeling_florence2.Florence2ForConditionalGeneration'}}")
                .withJson(
                        "preprocessor_config.json",
                        "{'auto_map': {'AutoProcessor': 'processing_florence2.Florence2Processor'},"
                                + "'image_processor_type': 'CLIPImageProcessor'}")
                .withJson("tokenizer_config.json", "{'model_max_length': 1024}")
                .withText("configuration_florence2.py", code("import warnings", 15_000))
                .withText(
                        "modeling_florence2.py", code("from .configuration_florence2 import Florence2Config", 127_000))
                .withText("processing_florence2.py", code("import torch", 46_000));
    }

    private static void bgeM3(PresetFixture repository) {
        files(repository, """
                .gitattributes 1627
                README.md 15822
                colbert_linear.pt 2100674
                imgs/.DS_Store 6148
                imgs/bm25.jpg 131855
                imgs/long.jpg 484876
                imgs/miracl.jpg 576482
                imgs/mkqa.jpg 608027
                imgs/nqa.jpg 158358
                imgs/others.webp 20984
                long.jpg 126894
                onnx/Constant_7_attr__value 65552
                onnx/config.json 698
                onnx/model.onnx_data 2266820608
                onnx/sentencepiece.bpe.model 5069051
                onnx/special_tokens_map.json 964
                onnx/tokenizer.json 17082821
                pytorch_model.bin 2271145830
                sentencepiece.bpe.model 5069051
                sparse_linear.pt 3516
                special_tokens_map.json 964
                tokenizer.json 17098108
                """);
        config(repository, "xlm-roberta", "XLMRobertaModel")
                .withJson("config_sentence_transformers.json", "{'__version__': {}}")
                .withJson("sentence_bert_config.json", "{'max_seq_length': 8192, 'do_lower_case': false}")
                .withJson("tokenizer_config.json", tokenizer("XLMRobertaTokenizer"))
                .withJson("onnx/tokenizer_config.json", tokenizer("XLMRobertaTokenizer"))
                .withJson("1_Pooling/config.json", "{'word_embedding_dimension': 1024}")
                .withJson(
                        "modules.json",
                        "[{'path': '', 'type': 'sentence_transformers.models.Transformer'},"
                                + "{'path': '1_Pooling', 'type': 'sentence_transformers.models.Pooling'},"
                                + "{'path': '2_Normalize', 'type': 'sentence_transformers.models.Normalize'}]")
                .withContent("onnx/model.onnx", GraphBytes.graphWithData("model.onnx_data", "Constant_7_attr__value"));
    }

    private static void mistral(PresetFixture repository) {
        files(repository, """
                .gitattributes 1519
                README.md 7880
                consolidated.safetensors 14496078512
                generation_config.json 116
                model-00001-of-00003.safetensors 4949453792
                model-00002-of-00003.safetensors 4999819336
                model-00003-of-00003.safetensors 4546807800
                params.json 202
                special_tokens_map.json 414
                tokenizer.json 1961548
                tokenizer.model 587404
                tokenizer.model.v3 587404
                """);
        config(repository, "mistral", "MistralForCausalLM")
                .withJson("tokenizer_config.json", tokenizer("LlamaTokenizer"))
                .withJson("model.safetensors.index.json", index(3));
    }

    private static void llama(PresetFixture repository) {
        files(repository, """
                .gitattributes 1519
                LICENSE 7627
                README.md 40883
                USE_POLICY.md 4691
                generation_config.json 184
                model-00001-of-00004.safetensors 4976698672
                model-00002-of-00004.safetensors 4999802720
                model-00003-of-00004.safetensors 4915916176
                model-00004-of-00004.safetensors 1168138808
                original/consolidated.00.pth 16060617592
                original/params.json 199
                original/tokenizer.model 2183982
                special_tokens_map.json 296
                tokenizer.json 9085657
                """);
        config(repository, "llama", "LlamaForCausalLM")
                .withJson("tokenizer_config.json", tokenizer("PreTrainedTokenizerFast"))
                .withJson("model.safetensors.index.json", index(4));
    }

    private static void gguf(PresetFixture repository) {
        files(repository, """
                .gitattributes 3200
                Llama-8B-IQ2_M.gguf 2948281248
                Llama-8B-IQ3_M.gguf 3784822688
                Llama-8B-IQ3_XS.gguf 3518746528
                Llama-8B-IQ4_NL.gguf 4677988224
                Llama-8B-IQ4_XS.gguf 4447662624
                Llama-8B-Q2_K.gguf 3179131168
                Llama-8B-Q2_K_L.gguf 3692000000
                Llama-8B-Q3_K_L.gguf 4321956128
                Llama-8B-Q3_K_M.gguf 4018917664
                Llama-8B-Q3_K_S.gguf 3664499488
                Llama-8B-Q3_K_XL.gguf 4781000000
                Llama-8B-Q4_0.gguf 4675892512
                Llama-8B-Q4_K_L.gguf 5310633280
                Llama-8B-Q4_K_M.gguf 4920734656
                Llama-8B-Q4_K_S.gguf 4692669376
                Llama-8B-Q5_K_L.gguf 6057220416
                Llama-8B-Q5_K_M.gguf 5732987872
                Llama-8B-Q5_K_S.gguf 5599294432
                Llama-8B-Q6_K.gguf 6596006880
                Llama-8B-Q6_K_L.gguf 6850000000
                Llama-8B-Q8_0.gguf 8540771296
                Llama-8B-f32.gguf 32128877824
                Llama-8B.imatrix 4988157
                README.md 12000
                """);
    }

    private static void whisper(PresetFixture repository) {
        files(repository, """
                .gitattributes 1390
                README.md 20231
                added_tokens.json 34604
                flax_model.msgpack 151043700
                generation_config.json 3747
                merges.txt 493869
                model.safetensors 151061672
                normalizer.json 52666
                pytorch_model.bin 151095027
                special_tokens_map.json 2194
                tf_model.h5 151253000
                tokenizer.json 2480466
                vocab.json 835550
                """);
        config(repository, "whisper", "WhisperForConditionalGeneration")
                .withJson("preprocessor_config.json", "{'feature_extractor_type': 'WhisperFeatureExtractor'}")
                .withJson("tokenizer_config.json", tokenizer("WhisperTokenizer"));
    }

    private static void tokenizerOnly(PresetFixture repository) {
        files(repository, """
                .gitattributes 1519
                README.md 500
                special_tokens_map.json 964
                tokenizer.json 17082821
                sentencepiece.bpe.model 5069051
                """);
        repository.withJson("tokenizer_config.json", tokenizer("XLMRobertaTokenizer"));
    }

    /** A model beside which somebody keeps the answers to each question of an evaluation. */
    private static void manySmallFiles(PresetFixture repository) {
        files(repository, """
                README.md 3000
                model.safetensors 440449768
                tokenizer.json 466247
                """);
        config(repository, "bert", "BertModel");
        for (int i = 0; i < 1_200; i++) {
            repository.with(4_000, "answers/" + i + ".json");
        }
    }

    private static void files(PresetFixture repository, String lines) {
        lines.lines().map(line -> line.split(" ")).forEach(file -> repository.with(Long.parseLong(file[1]), file[0]));
    }

    private static PresetFixture config(PresetFixture repository, String type, String architecture) {
        return repository.withJson(
                "config.json", "{'model_type': '" + type + "', 'architectures': ['" + architecture + "']}");
    }

    private static String tokenizer(String tokenizerClass) {
        return "{'tokenizer_class': '" + tokenizerClass + "'}";
    }

    /** An index of that many shards. */
    private static String index(int shards) {
        var map = new StringBuilder();
        for (int i = 1; i <= shards; i++) {
            map.append(i == 1 ? "" : ",")
                    .append("'layer." + i + "': 'model-0000" + i + "-of-0000" + shards + ".safetensors'");
        }
        return "{'metadata': {}, 'weight_map': {" + map + "}}";
    }

    /** A module of about that size. */
    private static String code(String firstLine, int size) {
        return firstLine + "\n" + "# a comment\n".repeat(size / 12);
    }
}
