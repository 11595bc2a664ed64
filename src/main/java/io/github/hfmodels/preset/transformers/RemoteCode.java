package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
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

/** Takes Python files of a repository: all of its own, or those that another one names, with the files that they import. */
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

    /** Takes the code that references name; code in other repositories becomes companions. */
    static void takeReferenced(Folder top, List<CodeReference> references) {
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
    }

    /** Takes the repository's own code without tests and examples; which of it is imported, its code decides. */
    static void takeAll(Folder top) {
        for (String path : top.below()) {
            if (path.endsWith(PYTHON) && !Bulk.isInBulkFolder(path)) {
                top.take(path, "code");
            }
        }
    }

    /** Takes Python files, and the files that they import, directly or not. */
    static void takeFiles(Folder top, Collection<String> files, String rule, String namedBy) throws IOException {
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
}
