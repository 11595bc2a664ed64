package io.github.hfmodels.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.preset.repo.ChosenFile;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.Selection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which weights are there more than once, in listings with the names and about the sizes of well-known repositories. */
class DuplicateWeightsTest {

    private static final Selection EVERYTHING = Selection.of(Part.EVERYTHING);
    private static final Selection WITHOUT_TEXTS = Selection.of(Part.EVERYTHING, List.of(), List.of("*.md"));

    private static final String BERT = """
            README.md 10454
            config.json 570
            coreml/fill-mask/float32_model.mlpackage/Data/com.apple.CoreML/model.mlmodel 164911
            coreml/fill-mask/float32_model.mlpackage/Data/com.apple.CoreML/weights/weight.bin 532091246
            coreml/fill-mask/float32_model.mlpackage/Manifest.json 617
            flax_model.msgpack 438064459
            model.onnx 532091246
            model.safetensors 440449768
            pytorch_model.bin 440473133
            rust_model.ot 534240408
            tf_model.h5 536063208
            tokenizer.json 466062
            vocab.txt 231508
            """;

    private static final String FLAN_T5_XL = """
            config.json 1442
            flax_model-00001-of-00002.msgpack 9958683133
            flax_model-00002-of-00002.msgpack 1440780190
            flax_model.msgpack.index.json 53000
            model-00001-of-00002.safetensors 9449615112
            model-00002-of-00002.safetensors 1949489352
            model.safetensors.index.json 53042
            pytorch_model-00001-of-00002.bin 9449720637
            pytorch_model-00002-of-00002.bin 1949494999
            pytorch_model.bin.index.json 50781
            spiece.model 791656
            tf_model-00001-of-00002.h5 9957000000
            tf_model-00002-of-00002.h5 1967000000
            tf_model.h5.index.json 61000
            tokenizer.json 2424064
            """;

    private static final String WHISPER_LARGE = """
            config.json 1272
            flax_model.msgpack 6173370152
            model.fp32-00001-of-00002.safetensors 4993448880
            model.fp32-00002-of-00002.safetensors 1180663192
            model.safetensors 3087130976
            model.safetensors.index.fp32.json 117893
            pytorch_model.bin 3087408915
            pytorch_model.bin.index.fp32.json 109000
            pytorch_model.fp32-00001-of-00002.bin 4993677566
            pytorch_model.fp32-00002-of-00002.bin 1180742454
            """;

    private static final String XENOVA_WHISPER = """
            config.json 2248
            generation_config.json 3772
            onnx/decoder_model.onnx 118416098
            onnx/decoder_model_fp16.onnx 59354219
            onnx/decoder_model_merged.onnx 118574592
            onnx/decoder_model_merged_fp16.onnx 59661171
            onnx/decoder_model_merged_quantized.onnx 30726689
            onnx/decoder_model_quantized.onnx 30475911
            onnx/decoder_with_past_model.onnx 113652396
            onnx/decoder_with_past_model_fp16.onnx 56960000
            onnx/decoder_with_past_model_quantized.onnx 29239000
            onnx/encoder_model.onnx 32904992
            onnx/encoder_model_fp16.onnx 16524000
            onnx/encoder_model_quantized.onnx 10124904
            tokenizer.json 2480466
            """;

    private static final String SDXL = """
            README.md 8000
            model_index.json 609
            scheduler/scheduler_config.json 479
            sd_xl_base_1.0.safetensors 6938078334
            sd_xl_base_1.0_0.9vae.safetensors 6938081905
            sd_xl_offset_example-lora_1.0.safetensors 49553604
            text_encoder/config.json 565
            text_encoder/flax_model.msgpack 492243594
            text_encoder/model.fp16.safetensors 246144152
            text_encoder/model.onnx 492587457
            text_encoder/model.safetensors 492265168
            text_encoder/openvino_model.bin 492242672
            text_encoder/openvino_model.xml 1057789
            text_encoder_2/config.json 575
            text_encoder_2/flax_model.msgpack 2778656778
            text_encoder_2/model.fp16.safetensors 1389382176
            text_encoder_2/model.onnx 1041992
            text_encoder_2/model.onnx_data 2778639360
            text_encoder_2/model.safetensors 2778702264
            text_encoder_2/openvino_model.bin 2778640120
            text_encoder_2/openvino_model.xml 2790191
            tokenizer/vocab.json 1059962
            unet/config.json 1680
            unet/diffusion_flax_model.msgpack 10269907688
            unet/diffusion_pytorch_model.fp16.safetensors 5135149760
            unet/diffusion_pytorch_model.safetensors 10270077736
            unet/model.onnx 7293842
            unet/model.onnx_data 10269854720
            unet/openvino_model.bin 10269856428
            unet/openvino_model.xml 22577438
            vae/config.json 642
            vae/diffusion_flax_model.msgpack 334623443
            vae/diffusion_pytorch_model.fp16.safetensors 167335342
            vae/diffusion_pytorch_model.safetensors 334643268
            vae_1_0/config.json 607
            vae_1_0/diffusion_pytorch_model.fp16.safetensors 167335342
            vae_1_0/diffusion_pytorch_model.safetensors 334643268
            vae_decoder/config.json 607
            vae_decoder/model.onnx 198093688
            vae_decoder/openvino_model.bin 197961264
            vae_decoder/openvino_model.xml 939000
            vae_encoder/config.json 607
            vae_encoder/model.onnx 136775724
            vae_encoder/openvino_model.bin 136655532
            vae_encoder/openvino_model.xml 849000
            """;

    private static final String THE_BLOKE = """
            README.md 20000
            config.json 29
            llama-2-7b.Q2_K.gguf 2825940544
            llama-2-7b.Q3_K_M.gguf 3298004544
            llama-2-7b.Q4_0.gguf 3825806912
            llama-2-7b.Q4_K_M.gguf 4081004096
            llama-2-7b.Q5_K_M.gguf 4783156800
            llama-2-7b.Q6_K.gguf 5529193984
            llama-2-7b.Q8_0.gguf 7161089600
            """;

    @Nested
    class Formats {

        @Test
        void sentenceTransformers_haveAllFormats() {
            DuplicateWeights found = found(EVERYTHING, shape("all-MiniLM-L6-v2"));

            assertThat(copies(found))
                    .startsWith(
                            "safetensors 90868376",
                            "PyTorch 90888945",
                            "TensorFlow 91005696",
                            "Rust 90887379",
                            "ONNX 90405214")
                    .contains("ONNX O4 45212349", "ONNX qint8_arm64 23026053", "OpenVINO 90477059")
                    .hasSize(15);
            assertThat(found.saves()).isEqualTo(copiedBytes(found) - 90_868_376);
        }

        @Test
        void bert_hasARootGraphAndAPackageOfCoreMl() {
            assertThat(copies(found(EVERYTHING, files(BERT))))
                    .containsExactly(
                            "safetensors 440449768",
                            "PyTorch 440473133",
                            "TensorFlow 536063208",
                            "Flax 438064459",
                            "Rust 534240408",
                            "ONNX 532091246",
                            "Core ML float32 532256774");
        }

        @Test
        void shardsAreOneCopy() {
            DuplicateWeights found = found(EVERYTHING, files(FLAN_T5_XL));

            assertThat(copies(found))
                    .containsExactly(
                            "safetensors 11399104464",
                            "PyTorch 11399215636",
                            "TensorFlow 11924000000",
                            "Flax 11399463323");
            assertThat(found.saves()).isEqualTo(11_399_215_636L + 11_924_000_000L + 11_399_463_323L);
        }

        @Test
        void precisionsAreCopies() {
            DuplicateWeights found = found(EVERYTHING, files(WHISPER_LARGE));

            assertThat(copies(found))
                    .containsExactly(
                            "safetensors 3087130976",
                            "safetensors fp32 6174112072",
                            "PyTorch 3087408915",
                            "PyTorch fp32 6174420020",
                            "Flax 6173370152");
            assertThat(found.suggestion()).hasToString("<preset>safetensors</preset>");
        }

        @ParameterizedTest
        @CsvSource({
            "Mistral-7B, consolidated.safetensors, 14496078512",
            "Llama-8B, original/consolidated.00.pth, 16060617592"
        })
        void whatOwnersAddBesideShardsIsACopy(String shape, String path, long size) {
            DuplicateWeights found = found(EVERYTHING, shape(shape));

            assertThat(found.copies()).hasSize(2);
            assertThat(found.copies().get(1).paths()).containsExactly(path);
            assertThat(found.saves()).isEqualTo(size);
        }

        @Test
        void partsOfOneModelAreACopyInEachVariant() {
            DuplicateWeights found = found(EVERYTHING, files(XENOVA_WHISPER));

            assertThat(copies(found))
                    .containsExactly("ONNX 383548078", "ONNX fp16 192499390", "ONNX quantized 100566504");
            assertThat(found.suggestion()).hasToString("<preset>onnx</preset>");
            // The preset takes the encoder and the merged decoder.
            assertThat(found.saves()).isEqualTo(copiedBytes(found) - 32_904_992 - 118_574_592);
        }

        @Test
        void dataOfAGraphBelongsToIt() {
            assertThat(copies(found(EVERYTHING, shape("bge-m3"))))
                    .contains("PyTorch 2271145830")
                    .hasSize(2);
        }

        @Test
        void dataOfAGraphIsNoCopyOfItsOwn_whateverItsEnding() {
            List<RepoFile> files = List.of(
                    file("model.safetensors", 400_000_000),
                    file("onnx/model.onnx", 1_000_000),
                    file("onnx/model.onnx.bin", 400_000_000));

            assertThat(copies(found(EVERYTHING, files))).containsExactly("safetensors 400000000", "ONNX 401000000");
            assertThat(found(EVERYTHING, files).saves()).isEqualTo(401_000_000);
        }

        @Test
        void quantizationsAreCopies_theUsualIsSuggested() {
            DuplicateWeights found = found(EVERYTHING, files(THE_BLOKE));

            assertThat(found.copies()).hasSize(7);
            assertThat(found.suggestion()).hasToString("<preset>gguf</preset> with <variant>Q4_K_M</variant>");
            assertThat(found.saves()).isEqualTo(copiedBytes(found) - 4_081_004_096L);
            assertThat(found(EVERYTHING, shape("Llama-8B-GGUF")).suggestion()).isEqualTo(found.suggestion());
        }

        @Test
        void quantizationsInParts_andInFoldersOfTheirName_areCopies() {
            DuplicateWeights found = found(EVERYTHING, files("""
                    Large-70B-BF16/Large-70B-BF16-00001-of-00002.gguf 100000000000
                    Large-70B-BF16/Large-70B-BF16-00002-of-00002.gguf 41000000000
                    Large-70B-Q3_K_M.gguf 34000000000
                    Q8_0/Large-70B-Q8_0-00001-of-00002.gguf 40000000000
                    Q8_0/Large-70B-Q8_0-00002-of-00002.gguf 35000000000
                    UD-Q2_K_XL/Large-70B-UD-Q2_K_XL.gguf 27000000000
                    """));

            assertThat(copies(found))
                    .containsExactly(
                            "GGUF BF16 141000000000",
                            "GGUF Q8_0 75000000000",
                            "GGUF Q3_K_M 34000000000",
                            "GGUF Q2_K_XL 27000000000");
            assertThat(found.suggestion()).hasToString("<preset>gguf</preset> with <variant>BF16</variant>");
        }

        @Test
        void onlyQuantizationBesideShardsIsACopy() {
            assertThat(copies(found(EVERYTHING, files("""
                            config.json 627
                            gemma-7b.gguf 34158344288
                            model-00001-of-00002.safetensors 9000000000
                            model-00002-of-00002.safetensors 8076000000
                            model.safetensors.index.json 20900
                            """))))
                    .containsExactly("safetensors 17076000000", "GGUF 34158344288");
        }

        @Test
        void namesOfTheirOwnAreTheSameInAnotherFormat() {
            assertThat(copies(found(EVERYTHING, files("""
                            v1-5-pruned-emaonly.ckpt 4265380512
                            v1-5-pruned-emaonly.safetensors 4265146304
                            v1-5-pruned.ckpt 7703807346
                            v1-5-pruned.safetensors 7703324286
                            """))))
                    .containsExactly("safetensors 11968470590", "PyTorch 11969187858");
        }

        @Test
        void componentsOfAPipelineAreShownTogether() {
            DuplicateWeights found = found(EVERYTHING, files(SDXL));

            assertThat(copies(found))
                    .containsExactly(
                            "safetensors 14210331704",
                            "safetensors fp16 7105346772",
                            "Flax 13875431503",
                            "ONNX 13884286783",
                            "OpenVINO 13903569434");
            // Only model_index.json tells what a preset takes.
            assertThat(found.suggestion().preset()).isNull();
            assertThat(found.saves()).isEqualTo(copiedBytes(found) - 14_210_331_704L - 198_093_688 - 136_775_724);
        }
    }

    @Nested
    class Different {

        @RegisterExtension
        final PresetFixture repository = new PresetFixture("acme/name");

        @ParameterizedTest
        @ValueSource(strings = {"tokenizer-only", "many-small-files"})
        void oneCopyIsNone(String shape) {
            assertThat(DuplicateWeights.of(EVERYTHING, shape(shape))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    // Components.
                    "unet/diffusion_pytorch_model.safetensors, vae/diffusion_pytorch_model.safetensors",
                    "model.safetensors, 2_Dense/pytorch_model.bin",
                    "onnx/encoder_model.onnx, onnx/decoder_model.onnx",
                    "encoder.onnx, decoder.onnx, joiner.onnx",
                    "onnx/vision_model.onnx, onnx/text_model.onnx",
                    // Adapters.
                    "model.safetensors, adapter_model.bin",
                    "model.safetensors, pytorch_lora_weights.safetensors",
                    "model.safetensors, adapter/unsloth.Q4_K_M.gguf, adapter/other.Q4_K_M.gguf",
                    // Other models.
                    "small/model.safetensors, large/pytorch_model.bin",
                    "v1-5-pruned.ckpt, v1-5-pruned-emaonly.safetensors",
                    "diffusion_pytorch_model.safetensors, diffusion_pytorch_model.non_ema.safetensors",
                    "Qwen2-7B-Q4_K_M.gguf, Qwen2-1.5B-Q4_K_M.gguf",
                    "7B-Q4_0/ggml-model-Q4_0.gguf, 13B-Q4_0/ggml-model-Q4_0.gguf",
                    "model-Q4_K_M.gguf, mmproj-model-f16.gguf",
                    "sd_xl_base_1.0.safetensors, sd_xl_base_1.0_0.9vae.safetensors",
                    // What training left, and data of other programs.
                    "model.safetensors, training_args.bin, optimizer.pt, checkpoint-500/model.safetensors",
                    "model.safetensors, model.bin",
                    "openvino_model.bin, openvino_model.xml, openvino_tokenizer.bin, openvino_tokenizer.xml",
                    // Shards.
                    "model-00001-of-00002.safetensors, model-00002-of-00002.safetensors",
                    "model.safetensors, pytorch_model-00001-of-00002.bin",
                    "consolidated.00.pth, consolidated.01.pth",
                    "Q8_0/a-Q8_0-00001-of-00002.gguf, a-Q4_0.gguf",
                    // Tokenizers and texts.
                    "tokenizer.model, tokenizer.json, vocab.txt, spiece.model"
                })
        void weightsAreNoCopies(String paths) {
            assertThat(DuplicateWeights.of(EVERYTHING, ofSize(400_000_000, paths.split(", "))))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "model.safetensors, 892000000, onnx/encoder_model.onnx, 439000000",
            "model.safetensors, 605000000, onnx/text_model.onnx, 254000000",
            "pytorch_model.bin, 400000000, onnx/encoder_model.onnx, 400000000"
        })
        void oneGraphOfAPartIsNoCopyOfTheWhole(String whole, long size, String part, long partSize) {
            assertThat(DuplicateWeights.of(EVERYTHING, List.of(file(whole, size), file(part, partSize))))
                    .isEmpty();
        }

        @Test
        void filesOfDatasetsAreNoWeights() {
            List<RepoFile> files = ofSize(400_000_000, "train.h5", "train.pt");

            assertThat(DuplicateWeights.of(RepoType.MODEL, EVERYTHING, files)).isPresent();
            assertThat(DuplicateWeights.of(RepoType.DATASET, EVERYTHING, files)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            // No precision explains it.
            "model.safetensors, 440000000, pytorch_model.bin, 1340000000",
            "model.safetensors, 440000000, pytorch_model.bin, 0",
            "model.safetensors, 440000000, onnx/model.onnx, 700000",
            // Four bits are an eighth at least, and an 8-bit quantization of GGUF has no more bits.
            "onnx/model.onnx, 440000000, onnx/model_q4.onnx, 20000000",
            "model.safetensors, 440000000, a.Q8_0.gguf, 440000000",
        })
        void sizesThatDoNotFit(String one, long size, String other, long otherSize) {
            assertThat(DuplicateWeights.of(EVERYTHING, List.of(file(one, size), file(other, otherSize))))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"all-MiniLM-L6-v2", "whisper-tiny", "Mistral-7B", "Llama-8B"})
        void whatAPresetChoosesIsThereOnce(String shape) throws IOException {
            RepositoryShapes.list(shape, repository);
            for (Preset preset : List.of(Preset.SAFETENSORS, Preset.TRANSFORMERS)) {
                var part = new Part.ByPreset(PresetFixture.options(preset));
                List<RepoFile> chosen = Presets.choose(part, repository).files().stream()
                        .map(ChosenFile::file)
                        .toList();

                assertThat(DuplicateWeights.of(Selection.of(part), chosen)).isEmpty();
            }
        }
    }

    @Nested
    class Suggestions {

        @RegisterExtension
        final PresetFixture repository = new PresetFixture("acme/name");

        @ParameterizedTest
        @ValueSource(strings = {BERT, WHISPER_LARGE, XENOVA_WHISPER, THE_BLOKE})
        void presetTakesOneCopy(String listing) throws IOException {
            files(listing).forEach(file -> repository.with(file.contentSize(), file.path()));
            repository.withJson("config.json", "{}");
            DuplicateWeights found = found(EVERYTHING, repository.listing().files());
            var options = PresetFixture.variant(
                    PresetFixture.options(found.suggestion().preset()),
                    found.suggestion().variant());

            List<RepoFile> chosen = Presets.choose(new Part.ByPreset(options), repository).files().stream()
                    .map(ChosenFile::file)
                    .toList();

            List<String> paths = chosen.stream().map(RepoFile::path).toList();
            long dropped = 0;
            for (RepoFile file : repository.listing().files()) {
                boolean isCopy =
                        found.copies().stream().anyMatch(copy -> copy.paths().contains(file.path()));
                dropped += isCopy && !paths.contains(file.path()) ? file.contentSize() : 0;
            }
            assertThat(found.saves()).isEqualTo(dropped);
            assertThat(DuplicateWeights.of(EVERYTHING, chosen)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "LICENSE",
                    "1_SpladePooling/config.json",
                    "custom/tokens.txt",
                    "retrieval/passages.index.json",
                    "modeling.py",
                    "sparse_linear.pt",
                    // It must be read.
                    "tokenizer_config.json"
                })
        void presetIsNotSuggested_whereItMayLeaveAnotherFile(String path) {
            List<RepoFile> files = ofSize(400_000_000, "README.md", "config.json", "model.safetensors", "model.onnx");
            assertThat(found(EVERYTHING, files).suggestion()).hasToString("<preset>safetensors</preset>");

            List<RepoFile> more =
                    Stream.concat(files.stream(), Stream.of(file(path, 100))).toList();
            assertThat(found(EVERYTHING, more).suggestion()).hasToString("<exclude>*.onnx</exclude>");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "gpt2",
                    "all-MiniLM-L6-v2",
                    "Xenova-MiniLM",
                    "clip-vit-base-patch32",
                    "bge-m3",
                    "Mistral-7B",
                    "Llama-8B"
                })
        void patternsDropTheOtherCopiesAlone(String shape) {
            assertPatternsDropOtherCopies(shape(shape));
        }

        @ParameterizedTest
        @ValueSource(strings = {BERT, FLAN_T5_XL, WHISPER_LARGE, XENOVA_WHISPER, SDXL, THE_BLOKE})
        void patternsDropTheOtherCopiesAlone_ofLongLists(String listing) {
            assertPatternsDropOtherCopies(files(listing));
        }

        private void assertPatternsDropOtherCopies(List<RepoFile> files) {
            DuplicateWeights found = found(WITHOUT_TEXTS, files);
            List<String> excludes = found.suggestion().excludes();
            assertThat(excludes).isNotEmpty();

            List<RepoFile> left = Selection.of(Part.EVERYTHING, List.of(), excludes)
                    .patterns()
                    .of(files, RepoFile::path);

            assertThat(bytes(files) - bytes(left)).isEqualTo(found.saves());
            assertThat(DuplicateWeights.of(WITHOUT_TEXTS, left)).isEmpty();
        }

        @Test
        void patternsAreShort() {
            assertThat(found(WITHOUT_TEXTS, shape("clip-vit-base-patch32")).suggestion())
                    .hasToString("<exclude>*.msgpack</exclude>, <exclude>*.h5</exclude>");
            assertThat(found(WITHOUT_TEXTS, shape("Mistral-7B")).suggestion())
                    .hasToString("<exclude>consolidated*.safetensors</exclude>");
            assertThat(found(WITHOUT_TEXTS, files("""
                            training_args.bin 5000
                            model.safetensors 440449768
                            pytorch_model-00001-of-00002.bin 240449768
                            pytorch_model-00002-of-00002.bin 200449768
                            """)).suggestion())
                    .hasToString("<exclude>pytorch_model*.bin</exclude>");
        }

        @Test
        void tooManyPatterns_areNotShown() {
            DuplicateWeights found = found(WITHOUT_TEXTS, shape("Llama-8B-GGUF"));

            assertThat(found.suggestion()).hasToString("<includes> with the files of one of them");
        }

        @Test
        void presetIsNotSuggested_whereItLeavesAComponent() {
            DuplicateWeights found = found(EVERYTHING, files("""
                    modules.json 300
                    model.safetensors 1883730160
                    pytorch_model.bin 1883785969
                    2_Dense/model.safetensors 2362528
                    2_Dense/pytorch_model.bin 2363431
                    """));

            assertThat(copies(found)).containsExactly("safetensors 1886092688", "PyTorch 1886149400");
            assertThat(found.suggestion()).hasToString("<exclude>*.bin</exclude>");
            assertThat(found.saves()).isEqualTo(1_886_149_400L);
        }

        @Test
        void presetHasAVariant_whereNoGraphIsPlain() {
            DuplicateWeights found = found(
                    EVERYTHING, List.of(file("model_int8.onnx", 100_000_000), file("model_fp16.onnx", 200_000_000)));

            assertThat(found.suggestion()).hasToString("<preset>onnx</preset> with <variant>fp16</variant>");
            assertThat(found.saves()).isEqualTo(100_000_000);
        }

        @Test
        void oneContentCountsOnce() {
            List<RepoFile> files = List.of(
                    content("onnx/model.onnx", "a", 90_000_000),
                    content("onnx/model_int8.onnx", "b", 23_000_000),
                    content("onnx/model_quantized.onnx", "b", 23_000_000));

            assertThat(found(EVERYTHING, files).saves()).isEqualTo(23_000_000);
            assertThat(DuplicateWeights.of(
                            EVERYTHING,
                            List.of(
                                    content("model.onnx", "a", 90_000_000),
                                    content("onnx/model.onnx", "a", 90_000_000))))
                    .as("copies that cost nothing")
                    .isEmpty();
        }

        @Test
        void namesOfStrangersAreFitForALine() {
            DuplicateWeights found = found(
                    WITHOUT_TEXTS,
                    List.of(
                            file("a&\u001b[2J<b>\n*.safetensors", 100),
                            file("a&\u001b[2J<b>\n*.pt", 100),
                            file("x.pt", 9)));

            assertThat(found.suggestion().toString())
                    .startsWith("<exclude>a&amp;")
                    .contains("&lt;b")
                    .doesNotContain("\u001b", "\n");
        }

        @Test
        void namesThatNoPatternCanHave_areNoError() {
            List<RepoFile> files = IntStream.range(0, 100)
                    .mapToObj(i -> List.of(
                            file(i + "-".repeat(200) + ".safetensors", 100),
                            file(i + "-".repeat(200) + ".pt", 100),
                            file(i + "/model_q4" + i + ".onnx", 100),
                            file(i + "\\" + "[".repeat(100) + "*".repeat(900) + "-Q4_0.gguf", 100)))
                    .flatMap(List::stream)
                    .toList();

            assertThat(found(EVERYTHING, files).saves()).isPositive();
        }
    }

    private static DuplicateWeights found(Selection selection, List<RepoFile> files) {
        Optional<DuplicateWeights> found = DuplicateWeights.of(selection, files);
        assertThat(found).isPresent();
        return found.orElseThrow();
    }

    /** Format, variant and bytes of each copy. */
    private static List<String> copies(DuplicateWeights found) {
        return found.copies().stream()
                .map(copy ->
                        copy.format() + " " + (copy.variant().isEmpty() ? "" : copy.variant() + " ") + copy.bytes())
                .toList();
    }

    private static long copiedBytes(DuplicateWeights found) {
        return found.copies().stream().mapToLong(DuplicateWeights.Copy::bytes).sum();
    }

    private static long bytes(List<RepoFile> files) {
        return files.stream().mapToLong(RepoFile::contentSize).sum();
    }

    private static List<RepoFile> shape(String name) {
        var repository = new PresetFixture("acme/name");
        RepositoryShapes.list(name, repository);
        return repository.listing().files();
    }

    private static List<RepoFile> files(String lines) {
        return lines.lines()
                .map(line -> line.split(" "))
                .map(file -> file(file[0], Long.parseLong(file[1])))
                .toList();
    }

    private static List<RepoFile> ofSize(long size, String... paths) {
        return List.of(paths).stream().map(path -> file(path, size)).toList();
    }

    private static RepoFile file(String path, long size) {
        return new RepoFile(path, size, "b".repeat(40), null, null);
    }

    private static RepoFile content(String path, String hexDigit, long size) {
        return new RepoFile(path, 130, "b".repeat(40), new RepoFile.Lfs(hexDigit.repeat(64), size), null);
    }
}
