package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/** Takes a repository's Python code, all of it: what its modules import, and when, only running them tells for certain. */
public final class RemoteCode {

    private static final String RULE = "code named by auto_map";
    private static final int MAX_REPOSITORIES = 8;

    private RemoteCode() {}

    /**
     * Takes the code of a repository, in which a configuration of another one names modules.
     *
     * @param modules names without {@code .py}
     * @throws UserException if one of them does not exist
     */
    public static void takeModules(Folder root, Collection<String> modules) {
        List<String> files = modules.stream().map(module -> module + ".py").toList();
        List<String> missing = files.stream().filter(file -> !root.has(file)).toList();
        if (!missing.isEmpty()) {
            throw new UserException(
                    "'" + root.id() + "' has no " + Folder.shown(missing)
                            + ", which another repository names as its code",
                    CommonAdvice.CHOOSE_REVISION);
        }
        root.takeAll(files, RULE, "auto_map");
        takeAll(root);
    }

    /** Takes the code that references name, with all other code of the repository; code in other repositories becomes companions. */
    static void takeReferenced(Folder top, List<CodeReference> references) {
        var elsewhere = new LinkedHashMap<RepoId, List<String>>();
        for (CodeReference reference : references) {
            RepoId repo = reference.repository(top.id()).orElse(top.id());
            if (repo.equals(top.id())) {
                top.takeAll(List.of(reference.module() + ".py"), RULE, reference.namedBy());
            } else {
                elsewhere.computeIfAbsent(repo, id -> new ArrayList<>()).add(reference.module());
            }
        }
        if (elsewhere.size() > MAX_REPOSITORIES) {
            throw new UserException(
                    "the model's code is named in " + elsewhere.size()
                            + " other repositories, which no honest model needs",
                    CommonAdvice.CHOOSE_REVISION);
        }
        elsewhere.forEach((id, modules) -> top.need(Companion.atDefault(id, new Part.Code(modules), RULE)));
        takeAll(top);
    }

    /** Takes all code outside of tests and examples. */
    static void takeAll(Folder top) {
        for (String path : top.below()) {
            if (path.endsWith(".py") && !Bulk.isInBulkFolder(path)) {
                top.take(path, "code");
            }
        }
    }
}
