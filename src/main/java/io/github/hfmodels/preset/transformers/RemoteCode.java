package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes Python files that a repository's configurations name, and the files that they import. */
public final class RemoteCode {

    private static final String RULE = "code named by auto_map";
    private static final String PYTHON = ".py";
    private static final int MAX_REPOSITORIES = 8;

    // The relative imports that Transformers looks for. Quantifiers are possessive, so that no hostile text takes long.
    private static final Pattern IMPORT = Pattern.compile(
            "^[ \\t]*+(?:from[ \\t]++\\.(\\S++)[ \\t]++import\\b|import[ \\t]++\\.(\\S++)[ \\t\\r]*+$)",
            Pattern.MULTILINE);
    private static final Pattern IMPORT_OF_MODULES = Pattern.compile(
            "^[ \\t]*+from[ \\t]++\\.[ \\t]++import[ \\t]++(\\([^)]{0,2000}+|[^\\n(]{0,2000}+)", Pattern.MULTILINE);
    private static final Pattern MODULE = Pattern.compile("\\w++(?:\\.\\w++)*+");

    private static final Pattern VOCABULARIES =
            Pattern.compile("vocab_files_names[^=\\n]{0,100}=[ \\t]*+\\{([^}]{0,2000}+)\\}", Pattern.CASE_INSENSITIVE);
    private static final Pattern STRING = Pattern.compile("[\"']([^\"'\\n]++)[\"']");

    private RemoteCode() {}

    /**
     * Takes modules that a configuration in another repository names.
     *
     * @param modules names without {@code .py}
     * @throws UserException if one of them, or of those that they import, does not exist
     */
    public static void takeModules(Folder root, Collection<String> modules) throws IOException {
        List<String> missing = modules.stream()
                .map(module -> module + PYTHON)
                .filter(file -> !root.has(file))
                .toList();
        if (!missing.isEmpty()) {
            throw new UserException(
                    "'" + root.id() + "' has no " + Folder.shown(missing)
                            + ", which another repository names as its code",
                    CommonAdvice.CHOOSE_REVISION);
        }
        takeFiles(root, modules.stream().map(module -> module + PYTHON).toList(), RULE, "auto_map");
    }

    /**
     * Takes the code that references name; code in other repositories becomes companions.
     *
     * @return the Python files in this repository
     */
    static Set<String> takeReferenced(Folder top, List<CodeReference> references) throws IOException {
        var here = new LinkedHashMap<String, String>();
        var elsewhere = new LinkedHashMap<RepoId, Set<String>>();
        for (CodeReference reference : references) {
            RepoId other = reference.repository(top.id()).orElse(null);
            if (other == null || other.equals(top.id())) {
                here.putIfAbsent(reference.module() + PYTHON, reference.namedBy());
            } else {
                elsewhere.computeIfAbsent(other, id -> new LinkedHashSet<>()).add(reference.module());
            }
        }
        if (elsewhere.size() > MAX_REPOSITORIES) {
            throw new UserException(
                    "the model's code is named in " + elsewhere.size()
                            + " other repositories, which no honest model needs",
                    CommonAdvice.CHOOSE_REVISION);
        }
        here.forEach((file, namedBy) -> top.takeAll(List.of(file), RULE, namedBy));
        elsewhere.forEach(
                (id, modules) -> top.need(new Companion(id, Revision.MAIN, new Part.Code(List.copyOf(modules)), RULE)));
        return takeFiles(top, here.keySet(), RULE, "auto_map");
    }

    /** Takes Python files, and the files that they import, directly or not; returns the paths of all. */
    static Set<String> takeFiles(Folder top, Collection<String> files, String rule, String namedBy) throws IOException {
        top.takeAll(files, rule, namedBy);
        var all = new LinkedHashSet<>(files);
        List<String> unread = List.copyOf(all);
        while (!unread.isEmpty()) {
            top.fetch(unread);
            var next = new ArrayList<String>();
            for (String file : unread) {
                for (String imported : imports(top, file)) {
                    if (all.add(imported)) {
                        top.take(imported, "code imported by " + file);
                        next.add(imported);
                    }
                }
            }
            unread = next;
        }
        return all;
    }

    /** Takes the files that tokenizers in Python files name as their vocabularies, if they exist. */
    static void takeVocabularies(Folder top, Folder folder, Collection<String> files) throws IOException {
        for (String file : files) {
            Matcher names = VOCABULARIES.matcher(top.text(file));
            while (names.find()) {
                Matcher string = STRING.matcher(names.group(1));
                while (string.find()) {
                    folder.take(string.group(1), "tokenizer, named by " + file);
                }
            }
        }
    }

    private static Set<String> imports(Folder top, String file) throws IOException {
        String text = top.text(file);
        String beside = file.substring(0, file.lastIndexOf('/') + 1);
        var found = new LinkedHashSet<String>();
        Matcher imports = IMPORT.matcher(text);
        while (imports.find()) {
            String module = imports.group(1) == null ? imports.group(2) : imports.group(1);
            // A name with more dots is in a folder above, where Transformers does not look.
            if (MODULE.matcher(module).matches()) {
                found.add(module(top, beside + module)
                        .orElseThrow(() -> new UserException(
                                "'" + Printable.of(file) + "' imports '." + Printable.of(module)
                                        + "', which the repository does not have",
                                CommonAdvice.CHOOSE_REVISION_OR_TELL_OWNER)));
            }
        }
        Matcher modules = IMPORT_OF_MODULES.matcher(text);
        while (modules.find()) {
            Stream.of(modules.group(1).split("[^\\w]+"))
                    .forEach(name -> module(top, beside + name).ifPresent(found::add));
        }
        return found;
    }

    private static Optional<String> module(Folder top, String name) {
        String nested = name.replace('.', '/');
        return Stream.of(name + PYTHON, nested + PYTHON, nested + "/__init__.py")
                .filter(top::has)
                .findFirst();
    }

    /** The repository of an id in a configuration; empty if the text is not an id, but for example a folder on the owner's machine. */
    static Optional<RepoId> repository(RepoId namedBy, String id) {
        try {
            return Optional.of(namedBy.inSameSource(RepoType.MODEL, id));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }
}
