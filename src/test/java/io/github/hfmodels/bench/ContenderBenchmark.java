package io.github.hfmodels.bench;

import io.github.hfmodels.bench.Workload.BenchFile;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The plugin and other programs download the same models from the same nginx behind a test Hub, one after the other. Fails
 * when a file has not arrived whole, never because something was slow.
 */
public final class ContenderBenchmark {

    private static final int CAP_MEBIBYTES = 20;

    /** Takes the middle one of so many, where the times are short. */
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    private final Path work;
    private final Results results;
    private final List<Contender> contenders;
    private final String only = System.getProperty("bench.only", "");
    private final Path maven = Path.of(System.getProperty("bench.maven", "mvn"));
    private final Path repository = Path.of(System.getProperty("bench.repository", "it-repo"));
    private final String plugin = System.getProperty("bench.plugin", "");

    /** One of the two ways to the models. */
    private record Network(String name, TestHub hub, Nginx nginx, int rounds, Map<Workload, String> commits) {

        long requests() throws IOException {
            return hub.requests().size() + nginx.requests();
        }
    }

    private ContenderBenchmark(Path work) {
        this.work = work;
        this.contenders = Contender.present(maven, plugin, repository);
        this.results = new Results(contenders);
    }

    /** @param args a folder to work in, which is emptied before and afterwards; the folder for the results */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (!Contender.isPresent("nginx")) {
            System.out.println("The benchmark is skipped: there is no nginx (Debian has it as nginx-light).");
            return;
        }
        Path work = Path.of(args[0]).toAbsolutePath();
        delete(work);
        Files.createDirectories(work);
        try {
            var benchmark = new ContenderBenchmark(work);
            try {
                benchmark.run();
            } finally {
                benchmark.results.write(Files.createDirectories(Path.of(args[1])));
            }
        } finally {
            delete(work);
        }
    }

    private void run() throws IOException, InterruptedException {
        Path root = Files.createDirectories(work.resolve("root/repos")).getParent();
        try (Nginx nginx = Nginx.start(work, root, CAP_MEBIBYTES);
                TestHub plain = TestHub.builder().contents(nginx.plain()).start();
                TestHub capped = TestHub.builder().contents(nginx.capped()).start()) {
            var commits = new HashMap<Workload, String>();
            for (Workload workload : Workload.all()) {
                commits.put(workload, publish(workload, root, plain, capped));
            }
            var unlimited = new Network("uncapped", plain, nginx, ROUNDS, commits);
            var limited = new Network(CAP_MEBIBYTES + " MiB/s a connection", capped, nginx, 1, commits);
            for (Network network : List.of(unlimited, limited)) {
                for (Workload workload : Workload.all()) {
                    for (Contender contender : contenders) {
                        compete(network, workload, contender);
                    }
                }
            }
            for (Workload workload : Workload.all()) {
                warmGoal(unlimited, workload);
            }
        }
    }

    /** Puts the model on both Hubs, and what it consists of where nginx finds it. */
    private String publish(Workload workload, Path root, TestHub... hubs) throws IOException {
        List<TestCommit> commits = Stream.of(hubs)
                .map(hub -> hub.model(workload.model()).commit("benchmark"))
                .toList();
        for (BenchFile file : workload.files()) {
            Path path = workload.create(file, work.resolve("models"));
            Content content = Content.of(path);
            if (file.isLarge()) {
                Files.createLink(root.resolve("repos").resolve(content.sha256()), path);
            }
            commits.forEach(commit -> {
                if (file.isLarge()) {
                    commit.lfs(file.path(), content);
                } else {
                    commit.file(file.path(), content);
                }
            });
        }
        return commits.get(0).id();
    }

    private void compete(Network network, Workload workload, Contender contender)
            throws IOException, InterruptedException {
        if (!(network.name() + " " + workload.model() + " " + contender.name()).matches(".*" + only + ".*")) {
            return;
        }
        var cold = new ArrayList<Measurement>();
        var warm = new ArrayList<Measurement>();
        for (int round = 0; round < network.rounds(); round++) {
            Path folder = Files.createDirectory(work.resolve("downloads"));
            settleDisk();
            cold.add(measure(network, workload, contender, folder, false));
            if (contender.keepsCache()) {
                warm.add(measure(network, workload, contender, folder, true));
            }
            delete(folder);
        }
        results.add(middle(cold));
        if (!warm.isEmpty()) {
            results.add(middle(warm));
        }
    }

    /** What others have written, the models above all, would else go to the disk in somebody's time. */
    private static void settleDisk() throws IOException, InterruptedException {
        if (Contender.isPresent("sync")) {
            new ProcessBuilder("sync").inheritIO().start().waitFor();
        }
    }

    private Measurement measure(Network network, Workload workload, Contender contender, Path folder, boolean isWarm)
            throws IOException, InterruptedException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        long requestsBefore = network.requests();
        ProcessBuilder command = contender.start().of(network.hub().endpoint(), workload, folder);
        MeasuredProcess process = MeasuredProcess.run(command, work.resolve("output.txt"));
        for (BenchFile file : workload.files()) {
            Path path = contender.result(folder, workload, commit(network, workload), file);
            if (Files.size(path) != file.size()) {
                throw new IllegalStateException(contender.name() + " left " + Files.size(path) + " bytes in " + path);
            }
        }
        return new Measurement(
                network.name(),
                workload.title(),
                contender.name(),
                isWarm,
                process.seconds(),
                process.cpuSeconds(),
                process.peakBytes() / (double) (1 << 20),
                network.requests() - requestsBefore,
                isWarm ? 0 : workload.bytes() / process.seconds() / 1e6,
                load);
    }

    /** The goal's own time when all is there and the model is pinned: again and again in one JVM, and in a fresh Maven. */
    private void warmGoal(Network network, Workload workload) throws IOException, InterruptedException {
        if (!("pinned " + workload.model()).matches(".*" + only + ".*")) {
            return;
        }
        Path folder = Files.createDirectory(work.resolve("downloads"));
        String endpoint = network.hub().endpoint();
        String pinned = workload.model() + "@" + commit(network, workload);
        Path log = work.resolve("output.txt");
        MeasuredProcess.run(Contender.java(MeasuredBuild.class, endpoint, folder, pinned), log);
        MeasuredProcess again = MeasuredProcess.run(Contender.java(WarmGoal.class, endpoint, folder, pinned), log);
        double fresh = -1;
        if (contenders.stream().anyMatch(contender -> contender.name().equals(Contender.MAVEN))) {
            fresh = Stream.of(1, 2, 3)
                    .mapToDouble(round -> millisInMaven(endpoint, pinned, folder, log))
                    .sorted()
                    .toArray()[1];
        }
        results.add(new Results.WarmGoalTime(
                workload.title(), Double.parseDouble(again.output().strip()), fresh));
        delete(folder);
    }

    /** From the line in which Maven announces the goal to the goal's own last line. */
    private double millisInMaven(String endpoint, String model, Path folder, Path log) {
        try {
            String output = MeasuredProcess.run(
                            Contender.maven(maven, plugin, repository, endpoint, model, folder), log)
                    .output();
            LocalTime start = time(output, ":prefetch (default-cli)");
            LocalTime end = time(output, "model ready: all cached, 0 requests");
            return Duration.between(start, end).toNanos() / 1e6;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LocalTime time(String output, String text) {
        return output.lines()
                .filter(line -> line.contains(text))
                .map(line -> LocalTime.parse(line.substring(0, "00:00:00.000".length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Maven did not say '" + text + "':\n" + output));
    }

    private static String commit(Network network, Workload workload) {
        return Objects.requireNonNull(network.commits().get(workload));
    }

    private static Measurement middle(List<Measurement> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Measurement::seconds))
                .toList()
                .get(rounds.size() / 2);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
