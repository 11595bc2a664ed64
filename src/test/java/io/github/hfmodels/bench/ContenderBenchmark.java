package io.github.hfmodels.bench;

import io.github.hfmodels.bench.Nginx.Traffic;
import io.github.hfmodels.bench.Workload.BenchFile;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestCommit;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plugin and other programs download the same models from the same nginx behind a test Hub, one after the other. Fails
 * when a file has not arrived whole, never because something was slow.
 */
public final class ContenderBenchmark {

    private final Path work;
    private final Results results;
    private final List<Contender> contenders = Contender.present();
    private final List<PluginBuild> builds = PluginBuild.present();
    private final Pattern only = Pattern.compile(System.getProperty("bench.only", ""));
    private final Map<Workload, String> commits = new HashMap<>();

    private ContenderBenchmark(Path work) {
        this.work = work;
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
        for (PluginBuild build : builds) {
            build.prepare(work);
        }
        Path root = Files.createDirectories(work.resolve("root/repos")).getParent();
        try (Networks networks = Networks.start(work, root)) {
            for (Network network : networks.all()) {
                var skipped = new LinkedHashMap<Contender, List<Measurement>>();
                for (Workload workload : network.workloads()) {
                    List<Contender> wanted = contenders.stream()
                            .filter(contender -> isWanted(network.name(), workload.model(), contender.name()))
                            .toList();
                    if (!wanted.isEmpty()) {
                        publish(workload, root, networks);
                        compete(network, workload, wanted, skipped);
                    }
                }
                skipped.values().forEach(rounds -> results.add(Measurement.middle(rounds)));
            }
            for (Workload workload : networks.unlimited().workloads()) {
                if (isWanted("pinned", workload.model())) {
                    publish(workload, root, networks);
                    warmGoal(networks.unlimited(), workload);
                }
            }
        }
        for (WarmBuilds warm : WarmBuilds.ALL) {
            if (isWanted("warm build", warm.title())) {
                Path folder = Files.createDirectory(work.resolve("builds"));
                warm.measure(folder, builds, results::add);
                delete(folder);
            }
        }
    }

    private boolean isWanted(String... words) {
        return only.matcher(String.join(" ", words)).find();
    }

    /** Puts the model on all Hubs that do not have it, and what it consists of where nginx finds it. */
    private void publish(Workload workload, Path root, Networks networks) throws IOException {
        if (commits.containsKey(workload)) {
            return;
        }
        List<TestCommit> all = networks.all().stream()
                .map(network -> network.hub().model(workload.model()).commit("benchmark"))
                .toList();
        for (BenchFile file : workload.files()) {
            Path path = workload.create(file, work.resolve("models"));
            Content content = Content.of(path);
            if (file.isLarge()) {
                Files.createLink(root.resolve("repos").resolve(content.sha256()), path);
            }
            all.forEach(commit -> {
                if (file.isLarge()) {
                    commit.lfs(file.path(), content);
                } else {
                    commit.file(file.path(), content);
                }
            });
        }
        commits.put(workload, all.get(0).id());
    }

    /** All have their turn in each round, so that what changes on the machine changes for all of them. */
    private void compete(
            Network network, Workload workload, List<Contender> wanted, Map<Contender, List<Measurement>> skipped)
            throws IOException, InterruptedException {
        var cold = new HashMap<Contender, List<Measurement>>();
        var warm = new HashMap<Contender, List<Measurement>>();
        for (int round = 0; round < network.rounds(); round++) {
            for (Contender contender : wanted) {
                Path folder = Files.createDirectory(work.resolve("downloads"));
                settleDisk();
                Measurement skip = null;
                if (contender.skip() != null) {
                    ProcessBuilder nothing = contender.skip().of(network.endpoint(), workload, folder);
                    skip = measure(network, "goal skipped", contender, nothing, false, 0, null);
                    rounds(skipped, contender).add(skip);
                }
                rounds(cold, contender).add(download(network, workload, contender, folder, false, skip));
                if (contender.keepsCache()) {
                    rounds(warm, contender).add(download(network, workload, contender, folder, true, skip));
                }
                delete(folder);
            }
        }
        for (Contender contender : wanted) {
            results.add(Measurement.middle(rounds(cold, contender)));
            if (contender.keepsCache()) {
                results.add(Measurement.middle(rounds(warm, contender)));
            }
        }
    }

    private static List<Measurement> rounds(Map<Contender, List<Measurement>> all, Contender contender) {
        return all.computeIfAbsent(contender, each -> new ArrayList<>());
    }

    /** What others have written, the models above all, would else go to the disk in somebody's time. */
    private static void settleDisk() throws IOException, InterruptedException {
        if (Contender.isPresent("sync")) {
            new ProcessBuilder("sync").inheritIO().start().waitFor();
        }
    }

    private Measurement download(
            Network network,
            Workload workload,
            Contender contender,
            Path folder,
            boolean isWarm,
            @Nullable Measurement skip)
            throws IOException, InterruptedException {
        ProcessBuilder command = contender.start().of(network.endpoint(), workload, folder);
        long bytes = isWarm ? 0 : workload.bytes();
        Measurement measured = measure(network, workload.title(), contender, command, isWarm, bytes, skip);
        for (BenchFile file : workload.files()) {
            Path path = contender.result(folder, workload, commit(workload), file);
            if (Files.size(path) != file.size()) {
                throw new IllegalStateException(contender.name() + " left " + Files.size(path) + " bytes in " + path);
            }
        }
        return measured;
    }

    private Measurement measure(
            Network network,
            String title,
            Contender contender,
            ProcessBuilder command,
            boolean isWarm,
            long bytes,
            @Nullable Measurement skip)
            throws IOException, InterruptedException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Traffic before = network.traffic();
        MeasuredProcess process = MeasuredProcess.run(command, work.resolve("output.txt"));
        Traffic after = network.traffic();
        return new Measurement(
                network.name(),
                title,
                contender.name(),
                isWarm,
                process.seconds(),
                skip == null ? null : process.seconds() - skip.seconds(),
                process.cpuSeconds(),
                process.peakBytes() / (double) (1 << 20),
                after.requests() - before.requests(),
                bytes,
                after.bytes() - before.bytes(),
                load);
    }

    /** The goal's own time when all is there and the model is pinned: again and again in one JVM, and in a fresh Maven. */
    private void warmGoal(Network network, Workload workload) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(work.resolve("downloads"));
        Endpoint endpoint = network.endpoint();
        String pinned = workload.model() + "@" + commit(workload);
        Path log = work.resolve("output.txt");
        MeasuredProcess.run(Contender.java(MeasuredBuild.class, endpoint, folder, pinned), log);
        MeasuredProcess again = MeasuredProcess.run(Contender.java(WarmGoal.class, endpoint, folder, pinned), log);
        double fresh = -1;
        if (!builds.isEmpty()) {
            fresh = Stream.of(1, 2, 3)
                    .mapToDouble(round -> millisInMaven(builds.get(0), endpoint, pinned, folder, log))
                    .sorted()
                    .toArray()[1];
        }
        results.add(new Results.WarmGoalTime(
                workload.title(), Double.parseDouble(again.output().strip()), fresh));
        delete(folder);
    }

    /** From the line in which Maven announces the goal to the goal's own last line. */
    private static double millisInMaven(PluginBuild build, Endpoint endpoint, String model, Path folder, Path log) {
        try {
            String output = MeasuredProcess.run(build.prefetch(endpoint, model, folder), log)
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

    private String commit(Workload workload) {
        return Objects.requireNonNull(commits.get(workload));
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
