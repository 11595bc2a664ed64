package io.github.hfmodels.pom;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.ModelCoordinates;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceEndpoints;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.selection.ClosestNames;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import io.github.hfmodels.selection.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns elements into requests, and refuses wrong or contradictory ones.
 *
 * @param endpoints the addresses of the sources in use
 * @param directories gives the absolute path that the text of a {@code directory} means
 * @param outputDirectory where models without a {@code directory} are laid out; null for nowhere
 * @param warnings told of what is allowed and seldom meant
 */
public record ModelRequests(
        SourceEndpoints endpoints,
        Function<String, Path> directories,
        @Nullable Path outputDirectory,
        Consumer<String> warnings) {

    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_.-]+");

    /**
     * The requests of elements.
     *
     * @throws UserException when an element is wrong, or two contradict each other
     */
    public List<ModelRequest> of(List<ModelElement> elements) {
        var requests = new ArrayList<ModelRequest>();
        for (ModelElement element : elements) {
            try {
                requests.add(of(element));
            } catch (InvalidValueException | UserException e) {
                throw new UserException(element.place() + ": " + e.getMessage(), e);
            }
        }
        rejectClashes(requests, elements);
        return requests;
    }

    private ModelRequest of(ModelElement element) {
        ModelCoordinates coordinates = ModelCoordinates.parse(element.coordinates(), endpoints);
        RepoId repo = repo(element, coordinates);
        String alias = Optional.ofNullable(element.alias()).orElse(repo.name());
        if (!ALIAS.matcher(alias).matches()) {
            throw new UserException("<alias> is '" + Printable.of(alias)
                    + "'; expected letters, digits, '_', '.' and '-', since it becomes part of a property's name");
        }
        Layout layout = layout(element);
        Selection selection = selection(element, coordinates);
        if (coordinates.path() == null) {
            selection
                    .patterns()
                    .missingTheTop()
                    .forEach((pattern, meant) -> warnings.accept(element.place() + " (" + repo + "): the pattern "
                            + pattern
                            + " misses files at the top, since patterns are those of huggingface_hub, in which"
                            + " a * matches slashes, too; write " + String.join(" and ", meant) + ", or "
                            + pattern.replaceAll("\\*+", "*") + " if they are not meant"));
        }
        return new ModelRequest(
                repo,
                revision(element, coordinates, repo),
                selection,
                alias,
                directory(element, layout, repo),
                layout,
                bool("optional", element.optional()),
                null,
                element.alternate() == null ? null : alternate(element.alternate(), repo));
    }

    private Alternate alternate(String text, RepoId repo) {
        ModelCoordinates coordinates;
        try {
            coordinates = ModelCoordinates.parse(text, endpoints);
        } catch (InvalidValueException e) {
            throw new UserException("<alternate>: " + e.getMessage(), e);
        }
        RepoId there = coordinates.repo();
        String expected = "expected the same model elsewhere, such as "
                + (repo.source() == SourceId.HUGGING_FACE ? "modelscope://" : "hf://")
                + repo.type().addressPrefix()
                + "owner/name";
        if (coordinates.path() != null) {
            throw new UserException(
                    "<alternate> names the file or folder '" + Printable.of(coordinates.path()) + "'; " + expected);
        }
        if (there.source() == repo.source()) {
            throw new UserException("<alternate> is '" + Printable.of(text)
                    + "', which is at the source of the model itself; " + expected);
        }
        if (there.type() != repo.type()) {
            throw new UserException("<alternate> names a " + there.type().word() + " and <id> a "
                    + repo.type().word() + "; " + expected);
        }
        return new Alternate(
                there,
                Optional.ofNullable(coordinates.revision())
                        .orElse(there.source().defaultRevision()));
    }

    private static RepoId repo(ModelElement element, ModelCoordinates coordinates) {
        RepoId named = coordinates.repo();
        return new RepoId(source(element, coordinates), type(element, named), named.id());
    }

    private static SourceId source(ModelElement element, ModelCoordinates coordinates) {
        SourceId named = coordinates.repo().source();
        String word = element.source();
        if (word == null) {
            return named;
        }
        SourceId source = SourceId.ofWord(word)
                .orElseThrow(() -> unknown("source", word, List.of(SourceId.values()), SourceId::word));
        if (!coordinates.isPlain() && named != source) {
            throw new UserException("<id> names a repository of " + named.word() + " and <source> is " + source.word()
                    + "; expected the same, or <id> as owner/name");
        }
        return source;
    }

    private static RepoType type(ModelElement element, RepoId named) {
        String word = element.type();
        if (word == null) {
            return named.type();
        }
        RepoType type =
                RepoType.ofWord(word).orElseThrow(() -> unknown("type", word, RepoType.fetched(), RepoType::word));
        if (named.type() != RepoType.MODEL && named.type() != type) {
            throw new UserException(
                    "<id> names a " + named.type().word() + " and <type> a " + type.word() + "; expected one of them");
        }
        return type;
    }

    private static <T> UserException unknown(String name, String word, List<T> known, Function<T, String> asWord) {
        return new UserException("<" + name + "> is '" + Printable.of(word) + "'; expected "
                + known.stream().map(asWord).collect(Collectors.joining(", ")));
    }

    private static Revision revision(ModelElement element, ModelCoordinates coordinates, RepoId repo) {
        if (element.revision() == null) {
            return Optional.ofNullable(coordinates.revision())
                    .orElse(repo.source().defaultRevision());
        }
        if (coordinates.revision() != null) {
            throw new UserException("the revision is given twice, as '" + coordinates.revision()
                    + "' in <id> and as '" + Printable.of(element.revision())
                    + "' in <revision>; expected it in one place");
        }
        return new Revision(element.revision());
    }

    private static Selection selection(ModelElement element, ModelCoordinates coordinates) {
        PresetOptions options = PresetConfiguration.options(element.preset());
        if (coordinates.path() == null) {
            return Selection.of(new Part.ByPreset(options), element.includes(), element.excludes());
        }
        if (options.preset() != Preset.SNAPSHOT) {
            throw new UserException("<id> names the file or folder '" + Printable.of(coordinates.path())
                    + "' and there is a <preset>; expected one or the other");
        }
        if (!element.includes().isEmpty() || !element.excludes().isEmpty()) {
            throw new UserException("<id> names the file or folder '" + Printable.of(coordinates.path())
                    + "' and there are <includes> or <excludes>; expected one or the other");
        }
        return Selection.ofPath(coordinates.path());
    }

    private static Layout layout(ModelElement element) {
        String word = element.layout();
        if (word == null) {
            return Layout.TREE;
        }
        Layout layout = Layout.ofWord(word)
                .orElseThrow(() -> new UserException("<layout> is '" + Printable.of(word)
                        + "'; expected one of these, the closest first: "
                        + String.join(
                                ", ",
                                ClosestNames.ranked(
                                        word,
                                        Arrays.stream(Layout.values())
                                                .map(Layout::word)
                                                .toList()))));
        if (element.directory() == null) {
            throw new UserException("<layout> is '" + word
                    + "', but there is no <directory> to lay the files out in; expected both, or neither");
        }
        return layout;
    }

    private @Nullable Path directory(ModelElement element, Layout layout, RepoId repo) {
        if (element.directory() != null) {
            return layout.folder(directories.apply(element.directory()), repo).normalize();
        }
        return outputDirectory == null ? null : outputDirectory.resolve(repo.id());
    }

    static boolean bool(String name, @Nullable String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new UserException("<" + name + "> is '" + Printable.of(value) + "'; expected true or false");
    }

    private static void rejectClashes(List<ModelRequest> requests, List<ModelElement> elements) {
        boolean isOfCommandLine = elements.stream().anyMatch(ModelElement::isOfCommandLine);
        var byAlias = new HashMap<String, ModelRequest>();
        for (ModelRequest request : requests) {
            ModelRequest other = byAlias.putIfAbsent(request.alias(), request);
            if (other != null) {
                throw new UserException("the models " + other + " and " + request + " have one alias, '"
                        + request.alias() + "'; "
                        + (isOfCommandLine
                                ? "run the goal once for each of them"
                                : "give one of them another with <alias>"));
            }
        }
        new OutputFolders(new ConcurrentHashMap<>()).reserve("", "", requests);
    }
}
