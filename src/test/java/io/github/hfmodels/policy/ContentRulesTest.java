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
                "I 1\n0cos\nsystem\n(S'id'\ntR.",
                "I1\0x\n0cos\nsystem\n(S'id'\ntR.",
                "F-Infinity\n0cos\nsystem\n(S'id'\ntR.",
                "Np 5\n0cos\nsystem\n(S'id'\ntR.",
                "]K\1aK\0K\2s0cos\nsystem\n(S'id'\ntR.",
                "\u0096\1\0\0\0\0\0\0\0x(K\1e0cos\nsystem\n(S'id'\ntR.",
                // Behind pickles that are harmless, as PyTorch's old format has several.
                "L119547037146038801333356L\n.cos\nsystem\n(S'id'\ntR.",
                "NN.cos\nsystem\n(S'id'\ntR.",
                "N.(S'storage'\ntQ0cos\nsystem\n(S'id'\ntR.",
                // With arguments that only unpicklers in Python take.
                "cos\nsystem\n(lS'id'\naR.",
                "cos\nsystem\n}S'id'\nNsR.",
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

    @ParameterizedTest
    @ValueSource(strings = {"Va%s\n", "S'%s'\n", "I%s\n"})
    void pickleAfterALongLine_isFound(String line) throws IOException {
        String text = line.formatted("1".repeat(100_000)) + "0cos\nsystem\n(S'id'\ntR.";

        assertThat(found("vocab.txt", text.getBytes(StandardCharsets.US_ASCII))).contains(PICKLED);
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
    void zipBehindSomethingElse_isFound() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(new byte[100_000]);
        byte[] zip = zip("archive/data.pkl", "archive/version");
        // Positions count from the beginning of the archive, or of the file.
        bytes.writeBytes(zip);

        assertThat(found("model.gguf", bytes.toByteArray()))
                .contains("is an archive with archive/data.pkl, which can run code when it is loaded");
    }

    @Test
    void nameThatEndsBeforeItsEnd_isFound() throws IOException {
        assertThat(found("weights.dat", zip("data.pkl\0.txt"))).isPresent();
        assertThat(found("weights.dat", zip("data.pkl\0" + "x".repeat(5000)))).isPresent();
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
    void tarThatOnlyPythonReads_isFound() throws IOException {
        byte[] unnamed = tar("", "data.pkl");
        assertThat(found("data.tar", unnamed)).isPresent();

        // A folder has no content, whatever it says.
        byte[] large = tar("folder", "data.pkl", "x");
        byte[] withoutContent = new byte[large.length - 512];
        System.arraycopy(large, 0, withoutContent, 0, 512);
        System.arraycopy(large, 1024, withoutContent, 512, withoutContent.length - 512);
        withoutContent[156] = '5';
        put(withoutContent, 124, String.format("%011o", 600));
        sum(withoutContent, 0);
        assertThat(found("data.tar", withoutContent)).isPresent();

        byte[] signed = tar("a\u00ff", "data.pkl");
        signed[1] = (byte) 0xff;
        sum(signed, 0);
        int sum = Integer.parseInt(new String(signed, 148, 6, StandardCharsets.US_ASCII), 8);
        put(signed, 148, String.format("%06o", sum - 256));
        assertThat(found("data.tar", signed)).isPresent();
    }

    @Test
    void sizeInRecordsOfATar_isThatOfTheNextEntry() throws IOException {
        byte[] records = tar("records", "large", "data.pkl");
        records[156] = 'x';
        put(records, 124, String.format("%011o", 9));
        sum(records, 0);
        put(records, 512, "9 size=3\n");
        put(records, 1024 + 124, String.format("%011o", 600));
        sum(records, 1024);

        assertThat(found("data.tar", records)).isPresent();
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

    /** Expected as Python 3.11's tarfile reads these. */
    @Test
    void sizeInRecordsOfATar_countsWhereItDoesForPython() throws IOException {
        byte[] pickle = tar("data.pkl");
        // Neither a folder nor a link has content.
        for (char type : new char[] {'5', '1'}) {
            assertThat(found("data.tar", joined(entry("records", 'x', "12 size=600\n"), entry("a", type, ""), pickle)))
                    .isPresent();
        }
        byte[] file = entry("a", '0', "abc");
        // What is said for all entries counts only where there are records of one, too.
        byte[] all = entry("records", 'g', "12 size=600\n");
        assertThat(found("data.tar", joined(all, file, pickle))).isPresent();
        byte[] two = entry("a", '0', "x".repeat(1000));
        assertThat(found(
                        "data.tar",
                        joined(
                                entry("r", 'g', "13 size=1000\n"),
                                entry("r", 'x', "6 a=b\n"),
                                withSize(two, 3),
                                pickle)))
                .isPresent();
        // What is within another record is none, and the last one counts.
        assertThat(found("data.tar", joined(entry("r", 'x', "24 comment=\n12 size=600\n"), file, pickle)))
                .isPresent();
        assertThat(found("data.tar", joined(entry("r", 'x', "12 size=600\n10 size=3\n"), file, pickle)))
                .isPresent();
        // The name may be between.
        assertThat(found(
                        "data.tar",
                        joined(entry("r", 'x', "13 size=1000\n"), entry("l", 'L', "b\0"), withSize(two, 3), pickle)))
                .isPresent();
    }

    @Test
    void entryOfATar_isReadAsPythonDoes() throws IOException {
        byte[] pickle = tar("data.pkl");
        assertThat(found("data.tar", joined(withSize(entry("folder/", '\0', ""), 1024), pickle)))
                .isPresent();
        assertThat(found("checkpoint", joined(entry("r", 'x', "15 path=pickle\n"), tar("a"))))
                .isPresent();
        byte[] file = entry("a", '0', "abc");
        put(file, 124, "3\000777777");
        sum(file, 0);
        assertThat(found("data.tar", joined(file, pickle))).isPresent();
    }

    @Test
    void blockOfWhichTheChecksumIsNone_isNoTar() throws IOException {
        byte[] block = new byte[1024];
        put(block, 0, "data.pkl");
        put(block, 148, "none");
        // The sum of signed bytes is -1.
        int sum = 8 * ' ' + 1;
        for (int i = 0; i < 8; i++) {
            sum += block[i];
        }
        for (int i = 0; sum > 0; i++) {
            int part = Math.min(sum, 128);
            block[200 + i] = (byte) -part;
            sum -= part;
        }

        assertThat(found("data.dat", block)).isEmpty();
    }

    @Test
    void longNameThatEndsInManyExtensions_isNoWork() throws IOException {
        assertThat(UnsafeFormats.has("a" + ".gz".repeat(10_000_000))).isFalse();
        assertThat(UnsafeFormats.has("a".repeat(5000) + ".pkl.gz.gz")).isTrue();
    }

    @Test
    void zip64BehindSomethingElse_isFound() throws IOException {
        byte[] zip = zip64("x".repeat(100_000), "archive/data.pkl");

        assertThat(found("weights.dat", zip)).isPresent();
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
    void gzipThatOnlyPythonUndoes_isAFinding() throws IOException {
        byte[] wrongChecksum = gzip(PICKLE);
        wrongChecksum[3] = 2;
        assertThat(found("vocab.txt", wrongChecksum))
                .contains("is compressed with gzip, so that it may have pickled objects");
        assertThat(found("vocab.txt.gz", wrongChecksum)).isEmpty();

        // Java reads in steps of 512 bytes, and takes what ends there for the end.
        var members = new ByteArrayOutputStream();
        byte[] empty = gzip(new byte[0]);
        var named = new ByteArrayOutputStream();
        named.write(empty, 0, 3);
        named.write(8);
        named.write(empty, 4, 6);
        named.writeBytes("x".repeat(511 - empty.length).getBytes(StandardCharsets.US_ASCII));
        named.write(0);
        named.write(empty, 10, empty.length - 10);
        members.writeBytes(named.toByteArray());
        members.writeBytes(gzip(PICKLE));
        assertThat(found("vocab.txt.gz", members.toByteArray())).contains(PICKLED);
    }

    @Test
    void gzipOfManyEmptyMembers_isReadOn() throws IOException {
        var members = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            members.writeBytes(gzip(new byte[0]));
        }
        assertThat(found("vocab.txt", members.toByteArray())).isEmpty();

        members.write(0);
        members.writeBytes(gzip(PICKLE));
        assertThat(found("vocab.txt", members.toByteArray())).contains(PICKLED);
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
        "LZMA, 5d00008000ffffffffffffffff00",
        "LZMA, 5d00100000ffffffffffffffff00",
        "zlib, 5a463078312020202020202020202020202020789c",
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'f8,O'",
                "'object'",
                "'\\x4f'",
                "'obj' 'ect'",
                "'obj' u'ect'",
                "'obj' #\n'ect'",
                "[('a', 'O', (2,))]"
            })
    void arrayOfObjectsInOtherWords_isFound(String type) throws IOException {
        assertThat(found("x.dat", numpy("{'descr': " + type + ", 'fortran_order': False, 'shape': (1,), }")))
                .contains(PICKLED);
    }

    @Test
    void arrayOfNumbers_isNoFinding() throws IOException {
        assertThat(found("x.dat", numpy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }")))
                .isEmpty();
    }

    /** As NumPy writes them, with a field without a name that fills. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[('r', '<f4'), ('u', '<f4')]",
                "[('Open', '<f8'), ('object', [('O', '|u1')])]",
                "[('a', '|i1'), ('', '|V3')]"
            })
    void arrayWithNamedFields_isNoFinding(String type) throws IOException {
        assertThat(found("x.dat", numpy("{'descr': " + type + ", 'fortran_order': False, 'shape': (2,), }")))
                .isEmpty();
    }

    // Keras.

    @ParameterizedTest
    @ValueSource(ints = {0, 512, 2048, 1 << 20})
    void hdf5_isFoundBehindAnyName(int before) throws IOException {
        byte[] bytes = Arrays.copyOf(new byte[before], before + 100);
        System.arraycopy(hex("894844460d0a1a0a"), 0, bytes, before, 8);

        assertThat(found("weights.dat", bytes))
                .contains("is an HDF5 file, in which Keras may have code that runs when it is loaded");
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
                // Labels, and a protein.
                "car\ndog\nVase\nRabbit\n",
                "car\ndog\nVase\nbus\n",
                "MAAQKAR",
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
    void equalBytes_areNoFinding() throws IOException {
        byte[] bytes = new byte[2 << 20];
        Arrays.fill(bytes, (byte) 0x88);

        assertThat(found("model.onnx_data", bytes)).isEmpty();
    }

    /** The length of the header is an operation for what is on the stack, or one with a text to the end of the line. */
    @ParameterizedTest
    @ValueSource(strings = {"p", "g", "V", "c", "I"})
    void longFileWithoutLines_isNoFinding(String first) throws IOException {
        Path file = folder.resolve("large");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] header = safetensors(first.charAt(0), "{}" + " ".repeat(first.charAt(0) - 2), 0);
            channel.write(ByteBuffer.wrap(header));
            channel.write(ByteBuffer.wrap(new byte[1]), 70 << 20);
        }

        assertThat(ContentRules.found(file, "model.safetensors")).isEmpty();
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

    private static byte[] entry(String name, char type, String content) {
        byte[] entry = new byte[512 + (content.length() + 511) / 512 * 512];
        System.arraycopy(tar(name), 0, entry, 0, 512);
        entry[156] = (byte) type;
        put(entry, 512, content);
        return withSize(entry, content.length());
    }

    private static byte[] withSize(byte[] entry, int size) {
        put(entry, 124, String.format("%011o", size));
        sum(entry, 0);
        return entry;
    }

    private static byte[] joined(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Only the directory of an archive, and its ends, of which only the newer one says where that is. */
    private static byte[] zip64(String before, String entry) {
        int directory = 46 + entry.length();
        return ByteBuffer.allocate(before.length() + directory + 56 + 20 + 22)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(before.getBytes(StandardCharsets.US_ASCII))
                .put("PK\1\2".getBytes(StandardCharsets.ISO_8859_1))
                .put(new byte[24])
                .putShort((short) entry.length())
                .put(new byte[16])
                .put(entry.getBytes(StandardCharsets.US_ASCII))
                .put("PK\6\6".getBytes(StandardCharsets.ISO_8859_1))
                .put(new byte[36])
                .putLong(directory)
                .putLong(0)
                .put("PK\6\7\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1))
                .putLong(directory)
                .putInt(1)
                .put("PK\5\6".getBytes(StandardCharsets.ISO_8859_1))
                .put(new byte[8])
                .putInt(-1)
                .putInt(-1)
                .putShort((short) 0)
                .array();
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
