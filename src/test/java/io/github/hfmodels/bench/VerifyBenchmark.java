package io.github.hfmodels.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How fast the goal verify hashes large contents in a heap of 64 MiB, beside {@code sha256sum} with as many processes as there are
 * processors; and what a second run costs that has nothing to hash, beside one that skips the goal. The contents are sparse files, so that no
 * disk takes part. Fails when something is not verified, or not skipped, never because something was slow.
 */
public final class VerifyBenchmark {

    private static final int FILES = 20;
    private static final long BYTES = Long.getLong("bench.bytes", 20_000_000_000L);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final String COMMIT = "1".repeat(40);

    private final Path folder;
    private final Path repository;

    private VerifyBenchmark(Path folder) {
        this.folder = folder;
        this.repository = folder.resolve("cache/models--bench--sparse");
    }

    /** @param args a folder to work in, which must not be there */
    public static void main(String[] args) throws IOException, InterruptedException {
        new VerifyBenchmark(Files.createDirectories(Path.of(args[0]).toAbsolutePath())).run();
    }

    private void run() throws IOException, InterruptedException {
        prepare();
        var theirs = new ArrayList<MeasuredProcess>();
        var first = new ArrayList<MeasuredProcess>();
        var second = new ArrayList<MeasuredProcess>();
        var skipped = new ArrayList<MeasuredProcess>();
        for (int round = 0; round < ROUNDS; round++) {
            theirs.add(sha256sum());
            MeasuredProcess hashing = maven("-Dhf.force");
            require(hashing, FILES + " files verified");
            first.add(hashing);
            MeasuredProcess again = maven();
            require(again, FILES + " files unchanged");
            second.add(again);
            skipped.add(maven("-Dhf.skip"));
        }
        System.out.printf(
                Locale.ROOT,
                "%d files, %.1f GB, %d processors, %d rounds, medians%n",
                FILES,
                BYTES / 1e9,
                Runtime.getRuntime().availableProcessors(),
                ROUNDS);
        print("sha256sum", theirs);
        print("verify, in a Maven of its own", first);
        print("verify again", second);
        print("Maven that skips the goal", skipped);
    }

    private static void print(String name, List<MeasuredProcess> measured) {
        System.out.printf(
                Locale.ROOT,
                "%-30s %6.2f s, %6.2f s of CPU, %4.0f MB resident%n",
                name,
                median(measured, MeasuredProcess::seconds),
                median(measured, MeasuredProcess::cpuSeconds),
                median(measured, MeasuredProcess::peakBytes) / 1e6);
    }

    private void prepare() throws IOException, InterruptedException {
        Path blobs = Files.createDirectories(repository.resolve("blobs"));
        Path snapshot = Files.createDirectories(repository.resolve("snapshots").resolve(COMMIT));
        Files.writeString(Files.createDirectories(repository.resolve("refs")).resolve("main"), COMMIT);
        for (int i = 0; i < FILES; i++) {
            try (var file = new RandomAccessFile(blobs.resolve("file" + i).toFile(), "rw")) {
                // Each another content.
                file.setLength(BYTES / FILES + i);
            }
        }
        for (String line : sha256sum().output().lines().toList()) {
            String[] hashAndPath = line.split(" +", 2);
            Path file = Path.of(hashAndPath[1]);
            Files.createSymbolicLink(
                    snapshot.resolve(file.getFileName()), Path.of("../../blobs").resolve(hashAndPath[0]));
            Files.move(file, blobs.resolve(hashAndPath[0]));
        }
        maven("-Dhf.skip");
    }

    private MeasuredProcess sha256sum() throws IOException, InterruptedException {
        String command = "find '" + repository.resolve("blobs") + "' -type f -print0 | xargs -0 -n 1 -P "
                + Runtime.getRuntime().availableProcessors() + " sha256sum";
        return MeasuredProcess.run(new ProcessBuilder("sh", "-c", command), folder.resolve("sums.txt"));
    }

    /** Runs Maven, in a heap of 64 MiB. */
    private MeasuredProcess maven(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(
                System.getProperty("bench.maven", "mvn"),
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + System.getProperty("bench.repository", "it-repo"),
                "-Dhf.cacheDirectory=" + folder.resolve("cache"),
                "-Dhf.all",
                System.getProperty("bench.plugin", "") + ":verify"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("MAVEN_OPTS", "-Xmx64m");
        return MeasuredProcess.run(builder, folder.resolve("output.txt"));
    }

    private static void require(MeasuredProcess process, String text) {
        if (!process.output().contains(text)) {
            throw new IllegalStateException("there is no '" + text + "' in\n" + process.output());
        }
    }

    private static double median(List<MeasuredProcess> measured, ToDoubleFunction<MeasuredProcess> value) {
        return measured.stream().mapToDouble(value).sorted().toArray()[measured.size() / 2];
    }
}
