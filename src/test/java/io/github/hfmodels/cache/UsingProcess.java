package io.github.hfmodels.cache;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.process.OtherProcess;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Another process that uses a repository of a cache, or keeps others from it, as it is told to. */
final class UsingProcess implements AutoCloseable {

    private final OtherProcess process;

    private UsingProcess(OtherProcess process) {
        this.process = process;
    }

    /** @param arguments the cache's folder, the model */
    public static void main(String[] arguments) throws IOException {
        var cache = new SnapshotCache(Path.of(arguments[0]), true);
        var repo = new RepoId(RepoType.MODEL, arguments[1]);
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Closeable held = () -> {};
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            switch (order) {
                case "use" -> held = cache.use(repo);
                case "release" -> held.close();
                case "exclude" -> {
                    Optional<Closeable> exclusion = cache.exclude(repo);
                    held = exclusion.orElse(() -> {});
                    System.out.println(exclusion.isPresent() ? "not in use" : "in use");
                }
                default -> throw new IllegalArgumentException(order);
            }
            System.out.println("done: " + order);
        }
    }

    static UsingProcess start(Path cache, String model) throws IOException {
        return new UsingProcess(new OtherProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UsingProcess.class.getName(),
                        cache.toString(),
                        model)
                .redirectErrorStream(true)
                .start()));
    }

    void use() throws IOException {
        tell("use");
    }

    /** Keeps others from the repository for a moment; gives whether it was in use. */
    boolean findsInUse() throws IOException {
        boolean isInUse = !excludes();
        tell("release");
        return isInUse;
    }

    /** Keeps others from the repository, unless it is in use. */
    boolean excludes() throws IOException {
        process.say("exclude");
        boolean isExcluded = process.hear("in use").equals("not in use");
        process.hear("done: exclude");
        return isExcluded;
    }

    void release() throws IOException {
        tell("release");
    }

    private void tell(String order) throws IOException {
        process.say(order);
        process.hear("done: " + order);
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
