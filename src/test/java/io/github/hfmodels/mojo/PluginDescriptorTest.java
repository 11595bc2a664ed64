package io.github.hfmodels.mojo;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The plugin as Maven and IDEs see it, beside what users were promised. */
class PluginDescriptorTest {

    /** A parameter as users were promised it; null for none. */
    private record Promise(
            @Nullable String property, @Nullable String value) {}

    /** What the command line cannot say in one property. */
    private static final Set<String> ELEMENTS = Set.of("models", "policy");

    private static final Map<String, Promise> PROMISED = Map.ofEntries(
            entry("models", new Promise(null, null)),
            entry("modelCoordinates", new Promise("hf.models", null)),
            entry("skip", new Promise("hf.skip", "false")),
            entry("endpoint", new Promise("hf.endpoint", null)),
            entry("modelscopeEndpoint", new Promise("hf.modelscopeEndpoint", null)),
            entry("modelscopeCacheDirectory", new Promise("hf.modelscopeCacheDirectory", null)),
            entry("cacheDirectory", new Promise("hf.cacheDirectory", null)),
            entry("outputDirectory", new Promise("hf.outputDirectory", null)),
            entry("link", new Promise("hf.link", "copy")),
            entry("serverId", new Promise("hf.serverId", "huggingface")),
            entry("updatePolicy", new Promise("hf.updatePolicy", "daily")),
            entry("lockFile", new Promise("hf.lockFile", null)),
            entry("policy", new Promise(null, null)),
            entry("policyFile", new Promise("hf.policyFile", null)),
            entry("force", new Promise("hf.force", "false")),
            entry("dryRun", new Promise("hf.dryRun", "false")),
            entry("planFile", new Promise("hf.planFile", null)),
            entry("listFile", new Promise("hf.listFile", null)),
            entry("mirrorDirectory", new Promise("hf.mirrorDirectory", null)),
            entry("maxConnections", new Promise("hf.maxConnections", "16")),
            entry("retries", new Promise("hf.retries", "5")),
            entry("connectTimeout", new Promise("hf.connectTimeout", "10")),
            // The environment decides on the default.
            entry("readTimeout", new Promise("hf.readTimeout", null)),
            entry("maxWait", new Promise("hf.maxWait", "600")),
            entry("failOnMissingToken", new Promise("hf.failOnMissingToken", "true")),
            entry("firstByteTimeout", new Promise("hf.firstByteTimeout", null)),
            entry("strictEndpoint", new Promise("hf.strictEndpoint", "false")),
            entry("dragonfly", new Promise("hf.dragonfly", "false")),
            entry("maxSize", new Promise("hf.maxSize", null)),
            entry("dropUnused", new Promise("hf.dropUnused", "false")),
            entry("failOnChange", new Promise("hf.failOnChange", "false")),
            entry("keepDays", new Promise("hf.keepDays", null)),
            entry("maxCacheSize", new Promise("hf.maxCacheSize", null)),
            entry("yes", new Promise("hf.yes", "false")),
            entry("bomVersion", new Promise("hf.bomVersion", "1.6")),
            entry("bomFile", new Promise("hf.bomFile", null)),
            entry("all", new Promise("hf.all", "false")),
            entry("reportFile", new Promise("hf.reportFile", null)),
            entry("online", new Promise("hf.online", "false")),
            entry("repair", new Promise("hf.repair", "false")));

    static Stream<Arguments> parameters() throws Exception {
        return goals().flatMap(goal -> editable(goal)
                .map(parameter -> arguments(text(goal, "goal"), text(parameter, "name"), goal, parameter)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("parameters")
    void parameter_isAsPromised(String goal, String name, Xpp3Dom mojo, Xpp3Dom parameter) {
        Xpp3Dom configured = mojo.getChild("configuration").getChild(name);

        assertThat(PROMISED).containsKey(name);
        assertThat(configured == null ? null : configured.getValue())
                .isEqualTo(
                        PROMISED.get(name).property() == null
                                ? null
                                : "${" + PROMISED.get(name).property() + "}");
        assertThat(configured == null ? null : configured.getAttribute("default-value"))
                .isEqualTo(PROMISED.get(name).value());
        assertThat(text(parameter, "since")).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(text(parameter, "description")).isNotBlank();
        assertThat(text(parameter, "required")).isEqualTo("false");
    }

    @Test
    void everyPromise_isKeptByAGoal() throws Exception {
        Set<String> names = goals().flatMap(PluginDescriptorTest::editable)
                .map(parameter -> text(parameter, "name"))
                .collect(Collectors.toSet());

        assertThat(names).isEqualTo(PROMISED.keySet());
        assertThat(PROMISED)
                .allSatisfy((name, promise) -> assertThat(promise.property())
                        .matches(property -> ELEMENTS.contains(name) ? property == null : property.startsWith("hf.")));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "prefetch, process-resources",
                "plan, -",
                "lock, -",
                "update, -",
                "mirror, -",
                "prune, -",
                "verify, verify",
                "bom, package",
                "list, -",
                "report, verify"
            })
    void goal_runsInItsPhaseInParallelAndWithoutAProject(String name, @Nullable String phase) throws Exception {
        Xpp3Dom goal = goals().filter(each -> text(each, "goal").equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(goal.getChild("phase") == null ? null : text(goal, "phase")).isEqualTo(phase);
        assertThat(text(goal, "threadSafe")).isEqualTo("true");
        assertThat(text(goal, "requiresProject")).isEqualTo("false");
        assertThat(text(goal, "description")).isNotBlank();
    }

    @Test
    void goals_areThese() throws Exception {
        assertThat(goals().map(goal -> text(goal, "goal")))
                .containsExactlyInAnyOrder(
                        "prefetch", "plan", "lock", "update", "mirror", "prune", "verify", "list", "bom", "report");
    }

    /** All goals but the one that is generated. */
    private static Stream<Xpp3Dom> goals() throws Exception {
        try (InputStream plugin = PrefetchMojo.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            Xpp3Dom mojos = Xpp3DomBuilder.build(plugin, "UTF-8").getChild("mojos");
            return Arrays.stream(mojos.getChildren())
                    .filter(goal -> !text(goal, "goal").equals("help"));
        }
    }

    private static Stream<Xpp3Dom> editable(Xpp3Dom goal) {
        return Arrays.stream(goal.getChild("parameters").getChildren())
                .filter(parameter -> text(parameter, "editable").equals("true"));
    }

    private static String text(Xpp3Dom element, String child) {
        Xpp3Dom found = element.getChild(child);
        return found == null ? "" : found.getValue();
    }
}
