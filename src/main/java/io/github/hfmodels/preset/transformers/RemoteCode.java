package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetException;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes Python files that a repository names as code of its models, with the files that they import from beside them. */
public final class RemoteCode {

    private static final String RULE = "code named by auto_map";
    private static final String PYTHON = ".py";
    private static final int MAX_REPOSITORIES = 8;

    // The relative imports that Transformers looks for; possessive, so that no text takes long.
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
     * Takes modules that another repository names.
     *
     * @param modules names without {@code .py}
     * @throws PresetException when there is no such module, or one that they import
     */
    public static void takeModules(Folder root, Collection<String> modules) throws PresetException, IOException {
        List<String> missing = modules.stream()
                .map(module -> module + PYTHON)
                .filter(file -> !root.has(file))
                .toList();
        if (!missing.isEmpty()) {
            throw new PresetException("'" + root.id() + "' has no " + Folder.shown(missing)
                    + ", which another repository names as its code; choose another revision");
        }
        takeFiles(root, modules.stream().map(module -> module + PYTHON).toList(), RULE, "auto_map");
    }

    /**
     * Takes the code behind references, or has it brought from the repositories that have it.
     *
     * @return the Python files of this repository
     */
    static Set<String> takeReferenced(Folder top, List<CodeReference> references) throws PresetException, IOException {
        var here = new LinkedHashMap<String, String>();
        var elsewhere = new LinkedHashMap<RepoId, Set<String>>();
        for (CodeReference reference : references) {
            RepoId other = reference.repository().orElse(null);
            if (other == null || other.equals(top.id())) {
                here.putIfAbsent(reference.module() + PYTHON, reference.namedBy());
            } else {
                elsewhere.computeIfAbsent(other, id -> new LinkedHashSet<>()).add(reference.module());
            }
        }
        if (elsewhere.size() > MAX_REPOSITORIES) {
            throw new PresetException("the model's code is named in " + elsewhere.size()
                    + " other repositories, which no honest model needs; choose another revision");
        }
        for (Map.Entry<String, String> file : here.entrySet()) {
            top.takeAll(List.of(file.getKey()), RULE, file.getValue());
        }
        elsewhere.forEach(
                (id, modules) -> top.need(new Companion(id, Revision.MAIN, new Part.Code(List.copyOf(modules)), RULE)));
        return takeFiles(top, here.keySet(), RULE, "auto_map");
    }

    /** Takes Python files with what they import, directly or not; returns all of them. */
    static Set<String> takeFiles(Folder top, Collection<String> files, String rule, String namedBy)
            throws PresetException, IOException {
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

    /** Takes the files that tokenizers in Python files call their vocabularies, where there are such. */
    static void takeVocabularies(Folder top, Folder folder, Collection<String> files)
            throws PresetException, IOException {
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

    private static Set<String> imports(Folder top, String file) throws PresetException, IOException {
        String text = top.text(file);
        String beside = file.substring(0, file.lastIndexOf('/') + 1);
        var found = new LinkedHashSet<String>();
        Matcher imports = IMPORT.matcher(text);
        while (imports.find()) {
            String module = imports.group(1) == null ? imports.group(2) : imports.group(1);
            // More dots lead out of the folder, where Transformers does not follow.
            if (MODULE.matcher(module).matches()) {
                found.add(
                        module(top, beside + module)
                                .orElseThrow(
                                        () -> new PresetException(
                                                "'" + Printable.of(file) + "' imports '."
                                                        + Printable.of(module)
                                                        + "', which the repository does not have; choose another revision, or tell the repository's owner")));
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

    /** The repository of an id that a configuration names; empty when it is none, but a folder of somebody's machine. */
    static Optional<RepoId> repository(String id) {
        try {
            return Optional.of(new RepoId(RepoType.MODEL, id));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }
}
