package io.github.hfmodels.process;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A program that runs each test whose unique ID it reads, and says how it ended, until there are no more. */
final class SingleTests {

    /** Begins the line that says how a test ended: its status, and in Base64 why. */
    static final String OUTCOME = "test-outcome ";

    private SingleTests() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        Launcher launcher = LauncherFactory.create();
        var ids = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String id = ids.readLine(); id != null; id = ids.readLine()) {
            var outcome = new Outcome(id);
            launcher.execute(
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectUniqueId(id))
                            .build(),
                    outcome);
            System.out.println("\n" + OUTCOME + outcome);
        }
    }

    /** How the test ended, or the first of what it is in that did not succeed. */
    private static final class Outcome implements TestExecutionListener {

        private final String id;
        private String status = "";
        private String reason = "";

        private Outcome(String id) {
            this.id = id;
        }

        @Override
        public void executionSkipped(TestIdentifier test, String why) {
            note("ABORTED", why);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            boolean isSuccess = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
            if (!isSuccess || test.getUniqueId().equals(id)) {
                var trace = new StringWriter();
                result.getThrowable().ifPresent(thrown -> thrown.printStackTrace(new PrintWriter(trace, true)));
                note(result.getStatus().name(), trace.toString());
            }
        }

        /** A class may also fail after its test has succeeded. */
        private void note(String ended, String why) {
            if (status.isEmpty() || status.equals("SUCCESSFUL")) {
                status = ended;
                reason = why;
            }
        }

        @Override
        public String toString() {
            String text = status.isEmpty() ? "there is no such test: " + id : reason;
            return (status.isEmpty() ? "FAILED" : status) + " "
                    + Base64.getEncoder().encodeToString((text + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
