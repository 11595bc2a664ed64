package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.hfmodels.model.UserException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.PluginManagement;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which executions a run is about, and what in their configurations does nothing. */
class DeclarationsTest {

    private static final String GROUP = "org.example";
    private static final String ARTIFACT = "models";

    @TempDir
    private Path top;

    private final MavenSession session = mock(MavenSession.class);
    private final List<String> warnings = new ArrayList<>();
    private MavenProject root;
    private MavenProject module;

    @BeforeEach
    void reactor() {
        root = project("root");
        module = project("one");
        when(session.getProjects()).thenReturn(List.of(root, module));
        when(session.getCurrentProject()).thenReturn(root);
    }

    @Test
    void aGoalOfTheCommandLine_isAboutAllExecutionsOfAllModules() throws Exception {
        execution(root, "a", "<models><model>org/a</model></models>");
        execution(root, "b", "<models><model>org/b</model></models>");
        execution(module, "a", "<models><model>org/c</model></models>");

        assertThat(names(commandLine("default-cli").meant()))
                .containsExactly("root a org/a", "root b org/b", "one a org/c");
    }

    @Test
    void aGoalWithAnId_isAboutThatExecutionOfAllModules() throws Exception {
        execution(root, "a", "<models><model>org/a</model></models>");
        execution(root, "b", "<models><model>org/b</model></models>");
        execution(module, "a", "<models><model>org/c</model></models>");

        assertThat(names(commandLine("a").meant())).containsExactly("root a org/a", "one a org/c");
    }

    @Test
    void aTextThatIsBlank_isNotTakenForOneThatIsLeftOut() throws Exception {
        execution(root, "a", "<models/>");
        execution(root, "b", "<policyFile> </policyFile>");
        when(session.getUserProperties()).thenReturn(new Properties());
        when(session.getSystemProperties()).thenReturn(new Properties());
        List<DeclaredExecution> declared = commandLine("default-cli").meant();

        assertThat(declared.get(0).text("policyFile")).isNull();
        assertThatThrownBy(() -> declared.get(1).text("policyFile"))
                .isInstanceOf(UserException.class)
                .hasMessage("execution 'b': <policyFile> is blank; give it a value, or leave it out");

        Properties ofCommandLine = new Properties();
        ofCommandLine.setProperty("hf.policyFile", "");
        when(session.getUserProperties()).thenReturn(ofCommandLine);
        assertThatThrownBy(() -> declared.get(0).text("policyFile"))
                .isInstanceOf(UserException.class)
                .hasMessageEndingWith("policyFile is blank; give it a value, or leave it out");

        ofCommandLine.setProperty("hf.policyFile", "company.xml");
        assertThat(declared).extracting(each -> each.text("policyFile")).containsOnly("company.xml");
    }

    @Test
    void modelsThatAnExecutionInherits_comeOnce() throws Exception {
        configuration(root, "<models><model>org/a</model></models>");
        execution(root, "a", "<models><model>org/a</model><model>org/b</model></models>");
        configuration(module, "<models><model>org/c</model></models>");
        execution(module, "a", "<models><model>org/d</model></models>");

        assertThat(names(commandLine("default-cli").all()))
                .containsExactly("root a org/a,org/b", "one default-cli org/c", "one a org/d");
    }

    /** No build fetches the models of the plugin then. */
    @Test
    void modelsThatEveryExecutionReplaces_areNotMeant() throws Exception {
        configuration(root, "<models><model>org/a</model></models>");
        execution(root, "a", "<models><model>org/b</model></models>");
        execution(root, "default-cli", "<models><model>org/e</model></models>");
        configuration(module, "<models><model>org/c</model></models>");
        execution(module, "default-cli", "<models><model>org/d</model></models>");

        assertThat(names(commandLine("default-cli").meant()))
                .containsExactly("root a org/b", "root default-cli org/e", "one default-cli org/d");
    }

    @Test
    void anExecutionThatNoPhaseRuns_isMeantOnlyByItsId() throws Exception {
        configuration(root, "<models><model>org/a</model></models>");
        execution(root, "a", "<models><model>org/a</model></models>").setPhase("none");

        assertThat(commandLine("default-cli").all()).isEmpty();
        assertThat(commandLine("default-cli").meant()).isEmpty();
        assertThat(names(commandLine("a").meant())).containsExactly("root a org/a");
    }

    @Test
    void aModuleThatOnlyManagesThePlugin_isNotMeant() throws Exception {
        manage(root, "<models><model>org/a</model></models>");
        manage(module, "<models><model>org/a</model></models>");
        configuration(module, "<models><model>org/a</model></models>");

        assertThat(names(commandLine("default-cli").meant())).containsExactly("one default-cli org/a");
    }

    @Test
    void aPluginThatIsManagedAlone_configuresTheModuleThatRuns() throws Exception {
        manage(root, "<models><model>org/a</model></models>");
        manage(module, "<models><model>org/b</model></models>");

        assertThat(names(commandLine("default-cli").meant())).containsExactly("root default-cli org/a");
    }

    @Test
    void anIdThatNoExecutionHas_isRefusedWithThoseThatThereAre() throws Exception {
        execution(root, "b", "<models><model>org/a</model></models>");
        execution(module, "a", "<models><model>org/c</model></models>");

        assertThatThrownBy(() -> commandLine("typo").check(new Properties(), false, warnings::add))
                .isInstanceOf(UserException.class)
                .hasMessage("no execution of the plugin has the id 'typo'; expected one of a, b");
    }

    @Test
    void aBoundGoal_isAboutItsModule() throws Exception {
        execution(root, "a", "<models><model>org/a</model></models>");
        execution(module, "a", "<models><model>org/c</model></models>");

        assertThat(names(new Declarations(running(), bound("a")).all())).containsExactly("root a org/a");
    }

    @Test
    void aMistake_namesTheModuleAndTheExecutionThatItIsIn() throws Exception {
        execution(module, "a", "<models><model/></models>");
        execution(root, "default", "<models><model/></models>");
        Declarations declarations = commandLine("default-cli");

        assertThatThrownBy(() -> names(declarations.meant()))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("models[1] is empty");
        root.getBuild().getPlugins().clear();
        root.getBuild().flushPluginMap();
        assertThatThrownBy(() -> names(commandLine("default-cli").meant()))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("module one: execution 'a': models[1] is empty");
    }

    @ParameterizedTest
    @CsvSource({
        "model,      <models>",
        "include,    the <includes> of a <model>",
        "exclude,    the <excludes> of a <model>",
        "id,         a <model> in <models>",
        "revision,   a <model> in <models>",
        "includes,   a <model> in <models>",
        "alias,      a <model> in <models>",
    })
    void anElementOfModelsThatIsOutsideOfThem_isRefusedByName(String element, String place) throws Exception {
        execution(module, "default", "<" + element + ">org/a</" + element + ">");

        assertThatThrownBy(() -> commandLine("default-cli").check(new Properties(), true, warnings::add))
                .isInstanceOf(UserException.class)
                .hasMessage("module one: <" + element + "> is directly in <configuration>; expected it in " + place);
    }

    @ParameterizedTest
    @CsvSource({
        "cacheDir,   '; did you mean <cacheDirectory>?'",
        "endpiont,   '; did you mean <endpoint>?'",
        "plan-file,  '; did you mean <planFile>?'",
        "zzz,        ''",
    })
    void anUnknownParameter_isWarnedOfWithTheClosest(String element, String hint) throws Exception {
        execution(root, "default", "<" + element + ">x</" + element + "><models><model>org/a</model></models>");

        new Declarations(running(), bound("default")).check(new Properties(), true, warnings::add);

        assertThat(warnings).containsExactly("no goal has the parameter <" + element + ">" + hint);
    }

    @Test
    void aParameterOfAnotherGoal_isKnown() throws Exception {
        execution(root, "default", "<planFile>x</planFile><endpoint>https://example.org</endpoint>");

        new Declarations(running(), bound("default")).check(new Properties(), true, warnings::add);

        assertThat(warnings).isEmpty();
    }

    @Test
    void aPropertyOfTheCommandLineThatLooksLikeAParameter_isWarnedOf() {
        var properties = new Properties();
        properties.setProperty("hf.model", "org/a");
        properties.setProperty("hf.models", "org/a");
        properties.setProperty("hf.cacheDirectory", "x");
        properties.setProperty("hf.own", "x");
        properties.setProperty("cacheDir", "x");

        commandLine("default-cli").check(properties, true, warnings::add);

        assertThat(warnings).containsExactly("no goal has the property hf.model; did you mean hf.models?");
    }

    @Test
    void aPropertyOfTheCommandLine_isWarnedOfInABuild_too() throws Exception {
        execution(root, "default", "");
        var properties = new Properties();
        properties.setProperty("hf.model", "org/a");

        new Declarations(running(), bound("default")).check(properties, true, warnings::add);

        assertThat(warnings).containsExactly("no goal has the property hf.model; did you mean hf.models?");
    }

    @Test
    void aParameterOfOneExecution_isWarnedOfWhereTheCommandLineDoesNotUseIt() throws Exception {
        configuration(root, "<endpoint>https://example.org</endpoint>");
        String models = "<models><model>org/a</model></models><outputDirectory>out</outputDirectory>";
        execution(root, "a", models + "<endpoint>https://example.org</endpoint>");
        execution(module, "default", models + "<endpoint>https://example.net</endpoint><planFile>x</planFile>");

        commandLine("default-cli").check(new Properties(), true, warnings::add);

        assertThat(warnings)
                .containsExactly("module one: <endpoint> is not used by a goal of the command line, since it is that"
                        + " execution's own; put it into the plugin's <configuration> in the POM of the root, or add"
                        + " -Dhf.endpoint");
    }

    /** Maven configures the goal with the execution of its id, also that for the command line. */
    @ParameterizedTest
    @ValueSource(strings = {"tests", "default-cli"})
    void aParameterOfTheExecutionThatConfiguresTheCommandLine_isUsed(String id) throws Exception {
        configuration(root, "<endpoint>https://example.net</endpoint>");
        execution(root, id, "<models><model>org/a</model></models><endpoint>https://example.org</endpoint>");

        commandLine(id).check(new Properties(), true, warnings::add);

        assertThat(warnings).isEmpty();
    }

    @Test
    void aParameterThatModulesInheritWithAnotherValue_isNotWarnedOf() throws Exception {
        String models = "<models><model>org/a</model></models>";
        configuration(root, "<cacheDirectory>parent/target</cacheDirectory>");
        configuration(module, models + "<cacheDirectory>one/target</cacheDirectory>");
        execution(module, "a", models + "<cacheDirectory>one/target</cacheDirectory>");

        commandLine("default-cli").check(new Properties(), true, warnings::add);

        assertThat(warnings).isEmpty();
    }

    @Test
    void anUnknownParameterThatOthersInherit_isWarnedOfOnce() throws Exception {
        configuration(root, "<zzz>x</zzz>");
        execution(root, "a", "<zzz>x</zzz>");
        configuration(module, "<zzz>x</zzz>");
        execution(module, "a", "<zzz>x</zzz><yyy>x</yyy>");

        commandLine("default-cli").check(new Properties(), true, warnings::add);

        assertThat(warnings)
                .containsExactly(
                        "no goal has the parameter <zzz>",
                        "module one: execution 'a': no goal has the parameter <yyy>");
    }

    @Test
    void executions_areNotCheckedWhereTheCommandLineNamesModels() throws Exception {
        configuration(root, "<zzz>x</zzz>");
        execution(
                root, "a", "<models><model>org/a</model></models><yyy>x</yyy><endpoint>https://example.org</endpoint>");

        commandLine("default-cli").check(new Properties(), false, warnings::add);

        assertThat(warnings).containsExactly("no goal has the parameter <zzz>");
    }

    @ParameterizedTest
    @CsvSource({"prefetch, 1", "lock, 0"})
    void linksOfAnExecution_concernTheGoalThatMakesThem(String goal, int expected) throws Exception {
        execution(root, "a", "<models><model>org/a</model></models><link>hard</link>");

        commandLine(goal, "default-cli").check(new Properties(), true, warnings::add);

        assertThat(warnings).hasSize(expected);
    }

    @Test
    void whereModelsAre_namesThePoms() {
        assertThat(commandLine("default-cli").whereModelsAre())
                .isEqualTo("the plugin and its executions have no <models> in their <configuration> in "
                        + root.getFile() + ", " + module.getFile() + ", and hf.models is not set");
        assertThat(new Declarations(running(), bound("a")).whereModelsAre())
                .isEqualTo("neither the execution 'a' nor the plugin has <models> in its <configuration> in "
                        + root.getFile() + ", and hf.models is not set");
    }

    private static List<String> names(List<DeclaredExecution> executions) {
        return executions.stream()
                .map(each -> each.module().project().getArtifactId() + " " + each.id() + " "
                        + String.join(
                                ",",
                                each.models().stream()
                                        .map(ModelElement::coordinates)
                                        .toList()))
                .toList();
    }

    private Module running() {
        return new Module(session, root, bound("any"));
    }

    private Declarations commandLine(String id) {
        return commandLine("prefetch", id);
    }

    private Declarations commandLine(String goal, String id) {
        MojoExecution execution = execution(goal, id, MojoExecution.Source.CLI);
        return new Declarations(new Module(session, root, execution), execution);
    }

    private static MojoExecution bound(String id) {
        return execution("prefetch", id, MojoExecution.Source.LIFECYCLE);
    }

    private static MojoExecution execution(String name, String id, MojoExecution.Source source) {
        var plugin = new PluginDescriptor();
        plugin.setGroupId(GROUP);
        plugin.setArtifactId(ARTIFACT);
        MojoDescriptor goal = goal(
                plugin, name, "models", "modelCoordinates", "endpoint", "cacheDirectory", "outputDirectory", "link");
        goal(plugin, "plan", "planFile");
        return new MojoExecution(goal, id, source);
    }

    private static MojoDescriptor goal(PluginDescriptor plugin, String name, String... parameters) {
        var goal = new MojoDescriptor();
        goal.setGoal(name);
        goal.setPluginDescriptor(plugin);
        try {
            goal.setParameters(
                    Stream.of(parameters).map(DeclarationsTest::parameter).toList());
            plugin.addMojo(goal);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return goal;
    }

    private static Parameter parameter(String name) {
        var parameter = new Parameter();
        parameter.setName(name);
        return parameter;
    }

    private static void configuration(MavenProject project, String configuration) throws Exception {
        plugin(project).setConfiguration(xml(configuration));
    }

    private static void manage(MavenProject project, String configuration) throws Exception {
        Plugin managed = models();
        managed.setConfiguration(xml(configuration));
        project.getBuild().setPluginManagement(new PluginManagement());
        project.getBuild().getPluginManagement().addPlugin(managed);
    }

    private static PluginExecution execution(MavenProject project, String id, String configuration) throws Exception {
        var execution = new PluginExecution();
        execution.setId(id);
        execution.setConfiguration(xml(configuration));
        plugin(project).addExecution(execution);
        return execution;
    }

    private static Xpp3Dom xml(String configuration) throws Exception {
        return Xpp3DomBuilder.build(new StringReader("<configuration>" + configuration + "</configuration>"));
    }

    private static Plugin plugin(MavenProject project) {
        if (project.getBuild().getPlugins().isEmpty()) {
            project.getBuild().addPlugin(models());
        }
        return project.getBuild().getPlugins().get(0);
    }

    private static Plugin models() {
        var plugin = new Plugin();
        plugin.setGroupId(GROUP);
        plugin.setArtifactId(ARTIFACT);
        return plugin;
    }

    private MavenProject project(String name) {
        var project = new MavenProject();
        project.setArtifactId(name);
        project.setFile(top.resolve(name).resolve("pom.xml").toFile());
        project.setBuild(new Build());
        return project;
    }
}
