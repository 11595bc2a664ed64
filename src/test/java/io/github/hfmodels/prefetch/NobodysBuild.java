package io.github.hfmodels.prefetch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.bench.MeasuredBuild;
import io.github.hfmodels.process.Nobody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A build by a user who owns nothing; only root can start one. */
final class NobodysBuild implements AutoCloseable {

    private final Nobody nobody;

    private NobodysBuild(Nobody nobody) {
        this.nobody = nobody;
    }

    /** Skips the test where the tests do not run as root. */
    static NobodysBuild prepare() throws IOException {
        assumeTrue(Nobody.isNeeded(), "skipped: only root can start a build as another user");
        return new NobodysBuild(Nobody.prepare());
    }

    /** Runs a build to its end and gives what it printed. */
    String run(String endpoint, Path cache, String model) throws IOException, InterruptedException {
        Nobody.letIn(cache);
        Process process = nobody.start(MeasuredBuild.class, endpoint, cache.toString(), model);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Override
    public void close() throws IOException {
        nobody.close();
    }
}
