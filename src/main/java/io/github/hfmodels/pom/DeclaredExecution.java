package io.github.hfmodels.pom;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.UserPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * An execution of this plugin as a module's POM declares it; or the plugin's own configuration, which is that of an execution from the
 * command line.
 *
 * @param id the execution's id
 * @param configuration as written, with what it inherits
 * @param isDisabled whether its phase is {@code none}, so that only {@code goal@id} runs it
 */
public record DeclaredExecution(Module module, String id, Xpp3Dom configuration, boolean isDisabled) {

    /** The id that Maven gives executions from the command line. */
    public static final String COMMAND_LINE = "default-cli";

    /** The id that Maven gives executions in a POM that have none. */
    private static final String DEFAULT = "default";

    /** Whether this is the plugin's own configuration, or an execution that stands for the command line. */
    public boolean isOfCommandLine() {
        return id.equals(COMMAND_LINE);
    }

    /** Whether this is the plugin's own configuration, or an execution for the command line that has nothing of its own. */
    public boolean isOfPlugin() {
        return isOfCommandLine() && configuration.equals(module.configuration());
    }

    /** Whether it has models, or the element that is to have them. */
    public boolean hasModels() {
        return configuration.getChild("models") != null;
    }

    /**
     * The models, each as written.
     *
     * @throws UserException when the configuration is wrong
     */
    public List<ModelElement> models() {
        Xpp3Dom models = configuration.getChild("models");
        return models == null
                ? List.of()
                : located(() -> new ModelsReader(module::evaluate).read(new XmlPlexusConfiguration(models)));
    }

    /** The path that a parameter names, absolute; null when it is left out. */
    public @Nullable Path path(String parameter, UserPaths paths) {
        return located(() -> module.pathOf(parameter, written(parameter), paths));
    }

    /**
     * The text of a parameter; null when it is left out.
     *
     * @throws UserException when it is blank, as with a property that is empty, or names a property that is not set
     */
    public @Nullable String text(String parameter) {
        String written = written(parameter);
        String text = located(() -> module.textOf(parameter, written == null || written.isBlank() ? null : written));
        if (text == null && (configuration.getChild(parameter) != null || module.isSet("hf." + parameter))) {
            throw new UserException(place() + module.nameOf(parameter) + " is blank; give it a value, or leave it out");
        }
        return text;
    }

    /** Whether it is configured to do nothing. */
    public boolean isSkipped() {
        String skip = written("skip");
        return skip != null && !skip.isBlank() && "true".equals(located(() -> module.textOf("skip", skip)));
    }

    /** The element of a parameter; null when it is left out. */
    public @Nullable PlexusConfiguration element(String parameter) {
        Xpp3Dom written = configuration.getChild(parameter);
        return written == null ? null : new XmlPlexusConfiguration(written);
    }

    private @Nullable String written(String parameter) {
        Xpp3Dom written = configuration.getChild(parameter);
        return written == null ? null : written.getValue();
    }

    /** What the work gives; its mistakes say whose they are, where that is not the module that runs. */
    public <T> T located(Supplier<T> work) {
        return Module.located(place(), work);
    }

    /** The module and the execution, before a message about them; empty for the module that runs and for its only execution. */
    String place() {
        boolean isNamed = !id.equals(DEFAULT) && !id.equals(COMMAND_LINE);
        return module.prefix() + (isNamed ? "execution '" + id + "': " : "");
    }
}
