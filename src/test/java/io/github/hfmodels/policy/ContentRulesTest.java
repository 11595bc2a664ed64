package io.github.hfmodels.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRulesTest {

    private static final String PICKLED = "has pickled objects, which can run code when they are loaded";

    /** What runs {@code id} when it is loaded, as protocol 2 has it. */
    private static final byte[] PICKLE = hex("800263706f7369780a73797374656d0a71005802000000696471018571025271032e");

    @TempDir
    private Path folder;

    // Pickles.

    /** Made by {@code pickle.dumps(object, protocol)}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} 0             | 286470300a2e
            {} 1             | 7d71002e
            {} 2             | 80027d71002e
            {} 3             | 80037d71002e
            {} 4             | 80047d942e
            {} 5             | 80057d942e
            [] 0             | 286c70300a2e
            [] 1             | 5d71002e
            [] 2             | 80025d71002e
            [] 4             | 80045d942e
            data 0           | 286470300a56610a70310a286c70320a49310a6146322e350a6156780a70330a614e614930310a61635f636f646563730a656e636f64650a70340a2856797a0a70350a566c6174696e310a70360a7470370a5270380a612849310a49320a49330a7470390a614c313030303030303030303030303030303030303030303030303030303030304c0a61732e
            data 1           | 7d710058010000006171015d7102284b0147400400000000000058010000007871034e4930310a635f636f646563730a656e636f64650a7104285802000000797a710558060000006c6174696e317106747107527108284b014b024b037471094c313030303030303030303030303030303030303030303030303030303030304c0a65732e
            data 3           | 80037d710058010000006171015d7102284b0147400400000000000058010000007871034e884302797a71044b014b024b038771058a0d00000040eaed7446d09c2c9f0c65732e
            data 5           | 80059539000000000000007d948c0161945d94284b014740040000000000008c0178944e884302797a944b014b024b0387948a0d00000040eaed7446d09c2c9f0c65732e
            OrderedDict 0    | 63636f6c6c656374696f6e730a4f726465726564446963740a70300a28745270310a56610a70320a49310a732e
            OrderedDict 1    | 63636f6c6c656374696f6e730a4f726465726564446963740a71002952710158010000006171024b01732e
            OrderedDict 4    | 80049529000000000000008c0b636f6c6c656374696f6e73948c0b4f726465726564446963749493942952948c0161944b01732e
            os.system 0      | 63706f7369780a73797374656d0a70300a285669640a70310a7470320a5270330a2e
            os.system 1      | 63706f7369780a73797374656d0a7100285802000000696471017471025271032e
            os.system 2      | 800263706f7369780a73797374656d0a71005802000000696471018571025271032e
            os.system 3      | 800363706f7369780a73797374656d0a71005802000000696471018571025271032e
            os.system 4      | 8004951d000000000000008c05706f736978948c0673797374656d9493948c02696494859452942e
            os.system 5      | 8005951d000000000000008c05706f736978948c0673797374656d9493948c02696494859452942e
            torch's old magic | 80028a0a6cfc9c46f9206aa850192e80024de903
            """)
    void pickle_isFoundBehindAnyName(String object, String bytes) throws IOException {
        assertThat(found("vocab.txt", hex(bytes))).as(object).contains(PICKLED);
        assertThat(found("model.safetensors", hex(bytes))).contains(PICKLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Written by hand, the second by the operation that has name and arguments in one.
                "cos\nsystem\n(S'id'\ntR.",
                "(S'id'\nios\nsystem\n.",
                // What breaks after it has run code.
                "cos\nsystem\n(S'id'\ntR and then whatever",
                // What hides behind harmless operations.
                "N0I1\n0]0cos\nsystem\n(S'id'\ntR.",
                "(cos\nsystem\nS'id'\no.",
                "X\3\0\0\0abc0cos\nsystem\n(S'id'\ntR."
            })
    void pickleThatNoLibraryWrites_isFoundToo(String text) throws IOException {
        assertThat(found("merges.txt", text.getBytes(StandardCharsets.ISO_8859_1)))
                .contains(PICKLED);
    }

    @Test
    void pickleAfterALongText_isFound() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(hex("5840420f00"));
        bytes.writeBytes(new byte[1_000_000]);
        bytes.writeBytes("0cos\nsystem\n(S'id'\ntR.".getBytes(StandardCharsets.US_ASCII));

        assertThat(found("weights.onnx_data", bytes.toByteArray())).contains(PICKLED);
    }

    @Test
    void longPickleOfNumbers_isFound() throws IOException {
        assertThat(found("scores.txt", ("(lp0\n" + "F1.5\na".repeat(50_000)).getBytes(StandardCharsets.US_ASCII)))
                .contains(PICKLED);
    }

    // Archives.

    @Test
    void zipOfTorch_isFound() throws IOException {
        byte[] zip = zip("archive/data.pkl", "archive/byteorder", "archive/data/0", "archive/version");

        assertThat(found("weights.dat", zip))
                .contains("is an archive with archive/data.pkl, which can run code when it is loaded");
        assertThat(found("model.safetensors", zip)).isPresent();
    }

    @Test
    void zipWithAPickleAnywhere_isFound() throws IOException {
        var names = new String[3001];
        for (int i = 0; i < names.length; i++) {
            names[i] = "archive/data/a-rather-long-name-of-an-entry-" + i;
        }
        names[1500] = "archive/data.pkl";

        assertThat(found("weights.dat", zip(names))).isPresent();
    }

    @Test
    void zipThatIsTooLongToBeReadAtItsEnd_isFoundByItsBeginning() throws IOException {
        byte[] zip = zip("archive/data.pkl", "archive/version");

        assertThat(found("weights.dat", Arrays.copyOf(zip, 60))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.npy", "b/model.pt", "c.joblib", "d.PKL", "e.pkl.gz"})
    void zipWithOtherUnsafeFormats_isFound(String entry) throws IOException {
        assertThat(found("data.zip", zip("readme.txt", entry)))
                .contains("is an archive with " + entry + ", which can run code when it is loaded");
    }

    @Test
    void tarWithAPickle_isFound() throws IOException {
        assertThat(found("checkpoint", tar("sys_info", "pickle", "storages")))
                .contains("is an archive with pickle, which can run code when it is loaded");
        assertThat(found("data.tar", tar("a/model.json", "a/weights.ckpt"))).isPresent();
        assertThat(found("data.tar", tar("a/model.json", "a/weights.safetensors")))
                .isEmpty();
    }

    @Test
    void tarWithAnEntryWhoseSizeIsNotOctal_isReadOn() throws IOException {
        byte[] archive = tar("large", "data.pkl");
        System.arraycopy(hex("800000000000000000000003"), 0, archive, 124, 12);
        sum(archive, 0);

        assertThat(found("data.tar", archive)).isPresent();
    }

    @Test
    void nameInLongRecordsOfATar_isFound() throws IOException {
        byte[] records =
                ("comment=" + "x".repeat(50_000) + "\n20 path=a/data.pkl\n").getBytes(StandardCharsets.US_ASCII);
        byte[] header = Arrays.copyOf(tar("records"), 512);
        header[156] = 'x';
        put(header, 124, String.format("%011o", records.length));
        sum(header, 0);
        var archive = new ByteArrayOutputStream();
        archive.writeBytes(header);
        archive.writeBytes(Arrays.copyOf(records, (records.length + 511) / 512 * 512));
        archive.writeBytes(tar("short"));

        assertThat(found("data.tar", archive.toByteArray())).isPresent();
    }

    @Test
    void tarOfManyLargeFiles_isReadToItsEnd() throws IOException {
        Path file = folder.resolve("shard.tar");
        byte[] header = Arrays.copyOf(tar("a.jpg"), 512);
        put(header, 124, String.format("%011o", 100_000));
        sum(header, 0);
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 2000; i++) {
                channel.write(ByteBuffer.wrap(header), i * (512L + 100_352));
            }
            channel.write(ByteBuffer.wrap(tar("last.txt")), 2000 * (512L + 100_352));
            assertThat(ContentRules.found(file, "shard.tar")).isEmpty();

            channel.write(ByteBuffer.wrap(tar("last.pkl")), 2000 * (512L + 100_352));
        }
        assertThat(ContentRules.found(file, "shard.tar")).isPresent();
    }

    // Compression.

    @ParameterizedTest
    @ValueSource(strings = {"vocab.txt", "vocab.txt.gz"})
    void compressedPickle_isFound(String name) throws IOException {
        assertThat(found(name, gzip(PICKLE))).contains(PICKLED);
        assertThat(found(name, deflated(PICKLE))).contains(PICKLED);
        assertThat(found(name, gzip(tar("data.pkl")))).isPresent();
        assertThat(found(name, gzip(zip("archive/data.pkl")))).isPresent();
    }

    @Test
    void compressedPickleThatIsCut_isFound() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(PICKLE);
        byte[] random = new byte[100_000];
        new Random(1).nextBytes(random);
        bytes.writeBytes(random);

        assertThat(found("x.dat", Arrays.copyOf(gzip(bytes.toByteArray()), 50_000)))
                .contains(PICKLED);
    }

    @Test
    void compressedText_isNoFinding() throws IOException {
        byte[] text = "the quick brown fox\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);

        assertThat(found("corpus.txt.gz", gzip(text))).isEmpty();
        assertThat(found("corpus.z", deflated(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bzip2, 425a6839314159265359",
        "xz, fd377a585a000004",
        "LZMA, 5d00008000ffffffffffffffff",
        "LZ4, 04224d1864404000",
        "Zstandard, 28b52ffd2400"
    })
    void otherCompression_isAFindingUnlessTheNameSaysSo(String method, String bytes) throws IOException {
        assertThat(found("vocab.txt", hex(bytes)))
                .contains("is compressed with " + method + ", so that it may have pickled objects");
        assertThat(found("corpus.jsonl.xz", hex(bytes))).isEmpty();
        assertThat(found("corpus.TBZ2", hex(bytes))).isEmpty();
    }

    // NumPy.

    @Test
    void arrayOfObjects_isFound() throws IOException {
        assertThat(found("x.dat", numpy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }")))
                .contains(PICKLED);
        assertThat(found(
                        "x.dat",
                        numpy("{'descr': [('a', '<f8'), ('b', 'O')], 'fortran_order': False, 'shape': (1,), }")))
                .contains(PICKLED);
    }

    @Test
    void arrayOfNumbers_isNoFinding() throws IOException {
        assertThat(found("x.dat", numpy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }")))
                .isEmpty();
    }

    // What is not what its name says.

    @Test
    void safetensors_isNoFinding() throws IOException {
        assertThat(found("model.safetensors", safetensors(2, "{}", 0))).isEmpty();
        // The first bytes of what LZMA has compressed.
        assertThat(found("model.safetensors", safetensors(93, "{}" + " ".repeat(91), 10)))
                .isEmpty();
        assertThat(found("a/Model.SafeTensors", safetensors(8, "{}      ", 1000)))
                .isEmpty();
    }

    @Test
    void otherContentNamedSafetensors_isAFinding() throws IOException {
        Optional<String> expected = Optional.of("is not a safetensors file, whatever its name says");

        assertThat(found("model.safetensors", new byte[0])).isEqualTo(expected);
        assertThat(found(
                        "model.safetensors",
                        "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(expected);
        assertThat(found("model.safetensors", safetensors(3, "{}", 0))).isEqualTo(expected);
        assertThat(found("model.safetensors", safetensors(0, "{}", 0))).isEqualTo(expected);
        assertThat(found("model.safetensors", safetensors(-1, "{}", 0))).isEqualTo(expected);
        assertThat(found("model.safetensors", safetensors(2, "[]", 0))).isEqualTo(expected);
        assertThat(found("model.safetensors.index.json", "{}".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @Test
    void gguf_beginsWithItsName() throws IOException {
        assertThat(found("model.gguf", hex("47475546030000000300000000000000"))).isEmpty();
        assertThat(found("model.GGUF", hex("6c6d6767"))).contains("is not a GGUF file, whatever its name says");
    }

    // What is harmless.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "\n",
                "N",
                "N.",
                "[PAD]\n[UNK]\nthe\n",
                "#version: 0.2\nt h\n",
                "{\"a\": 1}",
                "[1, 2]",
                "(dear reader,\nthis is text.",
                "(dp of the model\n",
                "(lp",
                "cos\nsin\ntan\n",
                "cos",
                "cat\ndog\nthe\n",
                "cos\nsystem\n(see below)",
                "import os\n",
                "Version 1\nNames\n",
                "I1\n2\n",
                "I am a text.\n",
                "License\n",
                "MIT License\n\nCopyright (c) 2024",
                "Permission is hereby granted\nfree of charge.\n",
                "U\n",
                "]",
                "}",
                ")))",
                "(((",
                "....",
                "NNNN",
                "Go to the page.\n",
                "Knowledge.",
                "Please\nread.",
                "Vocab\n.\n",
                "a",
                "b.",
                "p0\n",
                "q",
                "S'quoted'\n",
                "Some\ntext.",
                "F1.5\n2.5\n",
                "Lorem ipsum\n",
                "2 3\n1 4\n",
                "0 1\n",
                "r2 d2.",
                "<?xml version=\"1.0\"?>",
                "# Title\n",
                "---\nlicense: mit\n",
                "version https://git-lfs.github.com/spec/v1\n",
                "x^2 + 1",
                "xyz",
                "(in the\nbeginning\n",
                "\uFEFFtext",
                "été\n",
                "BM6",
                "Bonjour le monde"
            })
    void text_isNoFinding(String text) throws IOException {
        assertThat(found("vocab.txt", text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "logo.png, 89504e470d0a1a0a0000000d49484452",
        "photo.jpg, ffd8ffe000104a464946",
        "model.onnx, 080712077079746f726368",
        "model.tflite, 1c00000054464c33",
        "tokenizer.model, 0a0e0a053c756e6b3e1500000000",
        "model.gguf, 47475546",
        "data.parquet, 50415231",
        "flax_model.msgpack, 81a474797065",
        "other.msgpack, 80",
        "weights, 80808080",
        "weights, 8006"
    })
    void otherFormat_isNoFinding(String name, String bytes) throws IOException {
        assertThat(found(name, hex(bytes))).isEmpty();
    }

    @Test
    void archiveOfOtherFiles_isNoFinding() throws IOException {
        assertThat(found("model.jar", zip("META-INF/MANIFEST.MF", "a/B.class", "model.bin")))
                .isEmpty();
        assertThat(found("text.docx", zip("[Content_Types].xml", "word/printerSettings1.bin")))
                .isEmpty();
    }

    /** Weights without a format, as ONNX' external data are. */
    @Test
    void randomBytes_areNoFinding() throws IOException {
        var random = new Random(42);
        byte[] bytes = new byte[4096];
        for (int i = 0; i < 2000; i++) {
            random.nextBytes(bytes);
            assertThat(found("model.onnx_data", bytes)).as("the bytes %d", i).isEmpty();
        }
    }

    // What cannot be read.

    @Test
    void fileThatIsNotThere_isAFinding() {
        assertThat(ContentRules.found(folder.resolve("none"), "none.txt"))
                .contains("cannot be read: it no longer exists");
    }

    @Test
    void folder_isAFinding() {
        assertThat(ContentRules.found(folder, "x"))
                .hasValueSatisfying(found -> assertThat(found).startsWith("cannot be read: "));
    }

    @Test
    void zipWithAnEndlessDirectory_endsWithAFinding() throws IOException {
        // A hundred megabytes of an archive's directory, almost all of it a hole in the file.
        Path file = folder.resolve("x.zip");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] header = new byte[46];
            System.arraycopy("PK\1\2".getBytes(StandardCharsets.ISO_8859_1), 0, header, 0, 4);
            header[28] = (byte) 0xff;
            header[29] = (byte) 0xff;
            long directory = 100;
            channel.write(ByteBuffer.wrap("PK\3\4".getBytes(StandardCharsets.ISO_8859_1)), 0);
            long position = directory;
            for (int i = 0; i < 1600; i++) {
                channel.write(ByteBuffer.wrap(header), position);
                position += 46 + 0xffff;
            }
            var end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
            end.put("PK\5\6".getBytes(StandardCharsets.ISO_8859_1))
                    .putInt(12, (int) (position - directory))
                    .putInt(16, (int) directory);
            channel.write(end.rewind(), position);
        }

        assertThat(ContentRules.found(file, "x.zip")).contains("cannot be read: too much of it would have to be read");
    }

    private Optional<String> found(String name, byte[] content) throws IOException {
        Path file = folder.resolve("content");
        Files.write(file, content);
        return ContentRules.found(file, name);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] safetensors(long length, String header, int data) {
        return ByteBuffer.allocate(8 + header.length() + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static byte[] numpy(String header) {
        return ByteBuffer.allocate(10 + header.length() + 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static byte[] zip(String... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(1);
            }
        }
        return bytes.toByteArray();
    }

    /** As the oldest writers have it, without a magic number. */
    private static byte[] tar(String... entries) {
        var bytes = new ByteArrayOutputStream();
        for (String entry : entries) {
            byte[] block = new byte[1024];
            put(block, 0, entry);
            put(block, 100, "0000644\0000000000\0000000000\00000000000003\00000000000000\0        0");
            sum(block, 0);
            put(block, 512, "abc");
            bytes.writeBytes(block);
        }
        bytes.writeBytes(new byte[1024]);
        return bytes.toByteArray();
    }

    private static void sum(byte[] archive, int header) {
        put(archive, header + 148, " ".repeat(8));
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += archive[header + i] & 0xff;
        }
        put(archive, header + 148, String.format("%06o\0 ", sum));
    }

    private static void put(byte[] block, int position, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, position, bytes.length);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflated(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream deflated = new DeflaterOutputStream(bytes)) {
            deflated.write(content);
        }
        return bytes.toByteArray();
    }
}
