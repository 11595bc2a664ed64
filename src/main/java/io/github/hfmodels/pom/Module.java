package io.github.hfmodels.pom;

import io.github.hfmodels.cache.FileNames;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.UserPaths;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** A module of the reactor, and the configuration of this plugin in its POM, with that of all executions. */
public final class Module {

    private static final Log LOG = Log.of(Module.class);
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;

    /** @param execution an execution of this plugin, in any module */
    public Module(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.execution = execution;
    }

    /** The module's project. */
    public MavenProject project() {
        return project;
    }

    /** The module's folder; without a project, the folder in which Maven was started. */
    public Path folder() {
        File folder = project.getBasedir();
        return folder == null ? Path.of(session.getExecutionRootDirectory()) : folder.toPath();
    }

    /**
     * Whether a folder is within the module's own. Others may use any other folder too: a module that comes later in this build, or is
     * not part of it, or another project.
     */
    public boolean contains(Path directory) {
        return isWithin(directory, folder());
    }

    /** Whether a folder is within one that is packed into a jar, that of the classes or that of the tests. */
    public boolean isOutput(Path directory) {
        Build build = project.getBuild();
        return Stream.of(build.getOutputDirectory(), build.getTestOutputDirectory())
                .filter(Objects::nonNull)
                .anyMatch(output -> isWithin(directory, folder().resolve(output)));
    }

    private static boolean isWithin(Path inner, Path outer) {
        return new FileNames(inner.toAbsolutePath().normalize())
                .identity()
                .startsWith(new FileNames(outer.toAbsolutePath().normalize()).identity());
    }

    /** All modules of the build. */
    public List<Module> reactor() {
        return session.getProjects().stream()
                .map(each -> new Module(session, each, execution))
                .toList();
    }

    /** The module, and those of the build that are below it in the reactor. */
    public List<Module> withModules() {
        @Nullable List<MavenProject> below = project.getCollectedProjects();
        return Stream.concat(
                        Stream.of(this),
                        reactor().stream().filter(each -> below != null && below.contains(each.project)))
                .toList();
    }

    /** All modules of the reactor, also those that this build leaves out, as with {@code -pl}. */
    public List<Module> wholeReactor() {
        return Stream.concat(session.getProjects().stream(), allProjects())
                .distinct()
                .map(each -> new Module(session, each, execution))
                .toList();
    }

    /** Whether the cache of a repository is in the build directory of any module, or of a parent of this one, and so is the project's own. */
    public boolean isOwnCache(SnapshotCache cache, RepoId repo) {
        Stream<MavenProject> parents =
                Stream.iterate(project, each -> each != null && each.getBasedir() != null, MavenProject::getParent);
        return Stream.concat(allProjects(), parents)
                .filter(each -> each.getBasedir() != null)
                .map(each -> Path.of(each.getBuild().getDirectory()))
                .anyMatch(folder -> cache.isWithin(repo, folder));
    }

    /**
     * The projects whose properties are the module's: its own, and the one that Maven has copied for a forked lifecycle. A plugin that forks
     * one, as Spring Boot's goal <code>run</code> does, is itself configured with the properties of the other.
     */
    public List<MavenProject> copies() {
        return Stream.concat(Stream.of(project), allProjects().filter(each -> each != project && each.equals(project)))
                .toList();
    }

    /** An IDE's session may have none. */
    private Stream<MavenProject> allProjects() {
        @Nullable List<MavenProject> all = session.getAllProjects();
        return all == null ? Stream.of(project) : all.stream();
    }

    /** What the POM has of this plugin; nothing where the plugin is only managed, since a build then does not run it. */
    List<DeclaredExecution> executions() {
        Plugin declared = DeclaredPlugin.of(project, execution);
        return declared == null ? List.of() : new DeclaredPlugin(this, declared).executions();
    }

    /** What the POM has of this plugin, also where it is only managed, whether or not a build runs it. */
    public List<DeclaredExecution> allExecutions() {
        return plugin().executions();
    }

    /** What Maven configures a goal of the command line with. */
    public DeclaredExecution ofCommandLine() {
        return plugin().execution(String.valueOf(execution.getExecutionId()));
    }

    /** The plugin's own configuration, which executions inherit; empty for none. */
    Xpp3Dom configuration() {
        return plugin().configuration();
    }

    /** The ids of the executions that the POM has of this plugin. */
    public Set<String> executionIds() {
        Plugin plugin = DeclaredPlugin.of(project, execution);
        return plugin == null ? Set.of() : plugin.getExecutionsAsMap().keySet();
    }

    /** The goals that an execution of the POM has; empty where the POM has no such execution. */
    public List<String> goals(String id) {
        Plugin plugin = DeclaredPlugin.of(project, execution);
        PluginExecution found =
                plugin == null ? null : plugin.getExecutionsAsMap().get(id);
        return found == null ? List.of() : List.copyOf(found.getGoals());
    }

    /** The module's name before a message about it; empty for the module that runs. */
    public String prefix() {
        return isRunning() ? "" : "module " + project.getArtifactId() + ": ";
    }

    /** What the work gives; its mistakes begin with the place. */
    static <T> T located(String place, Supplier<T> work) {
        try {
            return work.get();
        } catch (UserException e) {
            throw new UserException(place + e.getMessage(), e.advice(), e);
        }
    }

    /** Whether the goal runs in this module. */
    boolean isRunning() {
        return session.getCurrentProject() == project;
    }

    /** Whether the POM makes the plugin's short name known to Maven. */
    public boolean knowsPrefix() {
        return DeclaredPlugin.inEffect(project, execution).isPresent();
    }

    /** The parameter as the user has set it: an element of the POM, or a property of the command line. */
    public String nameOf(String parameter) {
        boolean isProperty = written(parameter).equals(expression(parameter))
                && session.getUserProperties().containsKey("hf." + parameter);
        return isProperty ? "-Dhf." + parameter : "<" + parameter + ">";
    }

    /**
     * The path that a parameter names in the plugin's own configuration, else by its property, absolute; null when it is left out.
     *
     * @throws UserException when it is not a path
     */
    public @Nullable Path path(String parameter, UserPaths paths) {
        return located(prefix(), () -> pathOf(parameter, written(parameter), paths));
    }

    /** The path that a parameter with this text names; null for a text stands for its property. */
    @Nullable
    Path pathOf(String parameter, @Nullable String written, UserPaths paths) {
        return resolved(parameter, textOf(parameter, written), paths);
    }

    /** The text of a parameter that is written so; null for a text stands for its property. */
    @Nullable
    String textOf(String parameter, @Nullable String written) {
        String text = written == null ? expression(parameter) : written;
        return text(parameter, text, evaluate(text));
    }

    /**
     * The path that a parameter names, absolute; null when it is left out or blank. A relative one begins at the module's folder.
     *
     * @param value what Maven makes of it; null also when it names a property that is not set
     * @throws UserException when it is not a path, or names a property that is not set
     */
    public @Nullable Path path(String parameter, @Nullable String value, UserPaths paths) {
        return resolved(parameter, text(parameter, value), paths);
    }

    /**
     * The text that a parameter has, without blanks around it; null when it is left out or blank.
     *
     * @param value what Maven makes of it; null also when it names a property that is not set
     * @throws UserException when it names a property that is not set
     */
    public @Nullable String text(String parameter, @Nullable String value) {
        return text(parameter, written(parameter), value);
    }

    private @Nullable Path resolved(String parameter, @Nullable String text, UserPaths paths) {
        return text == null ? null : folder().resolve(paths.of(nameOf(parameter), text));
    }

    private @Nullable String text(String parameter, String written, @Nullable String value) {
        unsetProperty(parameter, written).ifPresent(name -> {
            throw new UserException("<" + parameter + "> names the property " + Printable.of(name)
                    + ", which is not set; set it, or leave <" + parameter + "> out");
        });
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The name of the first property that the parameter, or the property it is set by, names and that is not set. */
    private Optional<String> unsetProperty(String parameter, String written) {
        String text = written.equals(expression(parameter)) ? property("hf." + parameter) : written;
        return REFERENCE
                .matcher(text)
                .results()
                .map(reference -> reference.group(1))
                .filter(name -> !isSet(name))
                .findFirst();
    }

    boolean isSet(String property) {
        String value = evaluate("${" + property + "}");
        return value != null && !value.contains("${");
    }

    /** The text of a parameter, as the POM has it, or the expression that Maven evaluates where it has none. */
    private String written(String parameter) {
        return Stream.concat(
                        Stream.ofNullable(isRunning() ? execution.getConfiguration() : null),
                        Stream.of(configuration()))
                .map(configuration -> configuration.getChild(parameter))
                .filter(Objects::nonNull)
                .map(Xpp3Dom::getValue)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(expression(parameter));
    }

    private static String expression(String parameter) {
        return "${hf." + parameter + "}";
    }

    /** The value of a property as it was written; empty when it is not set. */
    private String property(String name) {
        return Stream.of(session.getSystemProperties(), session.getUserProperties(), project.getProperties())
                .map(properties -> properties.getProperty(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private DeclaredPlugin plugin() {
        return new DeclaredPlugin(
                this, DeclaredPlugin.inEffect(project, execution).orElseGet(Plugin::new));
    }

    private MavenSession inModule() {
        if (isRunning()) {
            return session;
        }
        MavenSession other = session.clone();
        other.setCurrentProject(project);
        return other;
    }

    /** The text with its properties replaced by their values in the module; null for an unset property. */
    public @Nullable String evaluate(String expression) {
        try {
            Object value =
                    new PluginParameterExpressionEvaluator(inModule(), execution).evaluate(expression, String.class);
            return value == null ? null : value.toString();
        } catch (ExpressionEvaluationException e) {
            LOG.debug("{} cannot be evaluated", expression, e);
            return null;
        }
    }
}
