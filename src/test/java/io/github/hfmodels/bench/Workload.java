package io.github.hfmodels.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A model to be downloaded.
 *
 * @param title what the table calls it
 * @param model its name on the Hub
 * @param files what it consists of
 */
record Workload(String title, String model, List<BenchFile> files) {

    /** A file of a model; small ones come from the Hub itself, as on the real one. */
    record BenchFile(String path, long size, boolean isLarge) {}

    private static final long MEBIBYTE = 1 << 20;

    private static final Workload ONE =
            new Workload("1 x 2 GiB", "bench/one", files("model-%05d.bin", 1, 2048 * MEBIBYTE, true));
    private static final Workload MANY =
            new Workload("2,000 x 8 KiB", "bench/many", files("part/file-%05d.bin", 2_000, 8_192, true));

    /** What is downloaded without TLS. */
    static final List<Workload> PLAIN = List.of(
            ONE,
            new Workload("8 x 256 MiB", "bench/eight", files("model-%05d.bin", 8, 256 * MEBIBYTE, true)),
            MANY,
            new Workload("4 x 500 MB + 12 small", "bench/sharded", sharded()));

    /** What is downloaded over TLS. */
    static final List<Workload> SECURED = List.of(ONE, MANY);

    /** What is downloaded over long lines: such as an ordinary model of sentence-transformers. */
    static final List<Workload> DISTANT = List.of(new Workload(
            "85 MB + 6 small",
            "bench/ordinary",
            List.of(
                    new BenchFile("model.safetensors", 84_400_000, true),
                    new BenchFile("config.json", 650, false),
                    new BenchFile("modules.json", 500, false),
                    new BenchFile("special_tokens_map.json", 700, false),
                    new BenchFile("tokenizer.json", 700_000, false),
                    new BenchFile("tokenizer_config.json", 1_200, false),
                    new BenchFile("vocab.txt", 232_000, false))));

    private static List<BenchFile> sharded() {
        var files = new ArrayList<BenchFile>(files("model-%05d.safetensors", 4, 500_000_000, true));
        files.addAll(files("config-%02d.json", 12, 20_000, false));
        return files;
    }

    private static List<BenchFile> files(String name, int count, long size, boolean areLarge) {
        var files = new ArrayList<BenchFile>();
        for (int i = 1; i <= count; i++) {
            files.add(new BenchFile(String.format(name, i), size, areLarge));
        }
        return files;
    }

    long bytes() {
        return files.stream().mapToLong(BenchFile::size).sum();
    }

    /** Makes a file of that size, sparse where the file system knows such, and like no other. */
    Path create(BenchFile file, Path folder) throws IOException {
        Path path = folder.resolve(model).resolve(file.path());
        Files.createDirectories(path.getParent());
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            byte[] mark = (model + "/" + file.path()).getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(mark));
            channel.write(ByteBuffer.allocate(1), file.size() - 1);
        }
        return path;
    }
}
