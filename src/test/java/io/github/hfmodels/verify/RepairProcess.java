package io.github.hfmodels.verify;

import io.github.hfmodels.prefetch.TestBuild;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.verify.Finding.Kind;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/** A repair of one file in a process of its own. */
public final class RepairProcess {

    private RepairProcess() {}

    /** @param args the endpoint, the cache's folder, the commit, the file's path */
    public static void main(String[] args) {
        Path cache = Path.of(args[1]);
        RepairResult result = new TestBuild(args[0], cache)
                .repair(List.of(BadCache.finding(cache, Kind.WRONG_CONTENT, args[2], args[3])));
        if (!result.failures().isEmpty()) {
            throw new IllegalStateException(TestBuild.message(result.failures().get(0)));
        }
    }

    static Process start(TestHub hub, Path cache, String commit, String path, File output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RepairProcess.class.getName(),
                        hub.endpoint(),
                        cache.toString(),
                        commit,
                        path)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output))
                .start();
    }
}
