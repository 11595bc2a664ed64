package io.github.hfmodels.it;

import io.github.hfmodels.testhub.Faults;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Hub of an integration test, and its ModelScope if it wants one. {@code prebuild.groovy} starts it, which also points the plugin under test to it; {@code
 * postbuild.groovy} ends it.
 */
public final class ItHub {
    private static final String KEY = "hub";
    private static final PrintStream CONSOLE = new PrintStream(new FileOutputStream(FileDescriptor.out), true);

    private final TestHub hub;
    private final Path basedir;
    private final Properties userProperties;
    private @Nullable ModelScopeServer modelScope;
    private long logRead;

    private ItHub(TestHub hub, Path basedir, Properties userProperties) {
        this.hub = hub;
        this.basedir = basedir;
        this.userProperties = userProperties;
    }

    /**
     * Starts a Hub for all runs of a test.
     *
     * @param basedir the test's folder, as the scripts know it
     * @param context what the scripts share, as they know it
     * @param filling puts repositories into it
     */
    public static void start(File basedir, Map<String, Object> context, Consumer<ItHub> filling) {
        start(basedir, context, TestHub.builder(), filling);
    }

    /** Starts a Hub that is reached in a way of its own. */
    public static void start(
            File basedir, Map<String, Object> context, TestHub.Builder builder, Consumer<ItHub> filling) {
        var hub = new ItHub(builder.start(), basedir.toPath(), (Properties) context.get("userProperties"));
        context.put(KEY, hub);
        hub.property("hf.endpoint", hub.hub.endpoint());
        filling.accept(hub);
    }

    /** Looks at one of several runs, for a script such as {@code postbuild.1.groovy}. */
    public static void afterRun(Map<String, Object> context, Consumer<ItRun> checks) throws IOException {
        ((ItHub) context.get(KEY)).check(checks);
    }

    /** Looks at the only run, or at the last one, and closes the Hub whatever was seen. */
    public static void end(Map<String, Object> context, Consumer<ItRun> checks) throws IOException {
        // Without a Hub the test has failed already, in prebuild.groovy.
        @Nullable ItHub hub = (ItHub) context.remove(KEY);
        if (hub == null) {
            return;
        }
        try {
            hub.check(checks);
        } finally {
            hub.hub.close();
            if (hub.modelScope != null) {
                hub.modelScope.close();
            }
        }
    }

    /** Closes the Hub after several runs. */
    public static void end(Map<String, Object> context) throws IOException {
        end(context, run -> {});
    }

    /** Shows a line to the user. Hook scripts print to build.log otherwise. */
    public static void show(String line) {
        CONSOLE.println(line);
    }

    /** The model of this name, created empty if need be. */
    public TestRepository model(String id) {
        return hub.model(id);
    }

    /** The dataset of this name, created empty if need be. */
    public TestRepository dataset(String id) {
        return hub.dataset(id);
    }

    /** The test's ModelScope, to which the plugin under test is pointed when this is first called. */
    public ModelScopeServer modelScope() {
        if (modelScope == null) {
            modelScope = ModelScopeServer.start();
            property("hf.modelscopeEndpoint", modelScope.endpoint());
        }
        return modelScope;
    }

    /** What goes wrong from now on. */
    public Faults faults() {
        return hub.faults();
    }

    /** Passes {@code -Dname=value} to the builds. */
    public void property(String name, String value) {
        userProperties.setProperty(name, value);
    }

    private void check(Consumer<ItRun> checks) throws IOException {
        byte[] log = Files.readAllBytes(basedir.resolve("build.log"));
        String ofThisRun =
                new String(Arrays.copyOfRange(log, Math.toIntExact(logRead), log.length), StandardCharsets.UTF_8);
        List<RecordedRequest> requests = hub.requests();
        logRead = log.length;
        hub.clearRequests();
        List<RecordedRequest> ofModelScope = modelScope == null ? List.of() : modelScope.requests();
        if (modelScope != null) {
            modelScope.clearRequests();
        }
        checks.accept(new ItRun(requests, ofModelScope, ofThisRun));
    }
}
