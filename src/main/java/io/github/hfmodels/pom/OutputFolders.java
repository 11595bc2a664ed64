package io.github.hfmodels.pom;

import io.github.hfmodels.cache.FileNames;
import io.github.hfmodels.model.Layout;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelRequest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

/**
 * The folders into which models are laid out. None of them is within another, and none has two models: one would overwrite files of
 * the other, if not today then with another commit. Two parts of one model may be in one folder only as in the repository. Thread-safe.
 *
 * @param folders by the folder's identity: the model, the folder as it was written, the module, its execution, and what must be equal
 *     for models that share the folder. Lists of strings, since other types may come from another class loader
 */
public record OutputFolders(ConcurrentMap<String, List<String>> folders) {

    /**
     * Notes the folders of models, in place of those that the same execution had when it ran before.
     *
     * @param module the module that wants them
     * @param execution its execution
     * @return the folders that other modules want too, for the same model
     * @throws UserException when a folder has another model, or is within the folder of one
     */
    public Set<Path> reserve(String module, String execution, List<ModelRequest> models) {
        folders.values().removeIf(each -> each.subList(2, 4).equals(List.of(module, execution)));
        var shared = new HashSet<Path>();
        for (ModelRequest model : models) {
            Path directory = model.directory();
            if (directory != null
                    && isShared(
                            List.of(model.toString(), directory.toString(), module, execution, content(model)),
                            directory)) {
                shared.add(directory);
            }
        }
        return shared;
    }

    /** What is equal for models that never have different files of one name in a folder, nor a marker for a part of the files. */
    private static String content(ModelRequest model) {
        return model.layout() + " " + (model.layout() == Layout.TREE ? model : model.key());
    }

    private boolean isShared(List<String> mine, Path directory) {
        String identity = new FileNames(directory.toAbsolutePath().normalize()).identity();
        List<String> same = folders.putIfAbsent(identity, mine);
        if (same != null && !same.get(4).equals(mine.get(4))) {
            String places = same.get(1).equals(mine.get(1)) ? mine.get(1) : same.get(1) + " and " + mine.get(1);
            throw new UserException("the models " + model(same) + " and " + model(mine)
                    + " would be laid out in one directory, " + places + "; give one of them another with <directory>");
        }
        for (Map.Entry<String, List<String>> each : folders.entrySet()) {
            boolean isWithin = identity.startsWith(each.getKey());
            if (identity.equals(each.getKey()) || (!isWithin && !each.getKey().startsWith(identity))) {
                continue;
            }
            List<String> inner = isWithin ? mine : each.getValue();
            List<String> outer = isWithin ? each.getValue() : mine;
            throw new UserException("the directory of " + model(inner) + ", " + inner.get(1) + ", is within that of "
                    + model(outer) + ", " + outer.get(1)
                    + ", so that one may overwrite files of the other; give one of them another with <directory>");
        }
        return same != null && !same.get(2).equals(mine.get(2));
    }

    private static String model(List<String> reservation) {
        String execution = reservation.get(3);
        return reservation.get(0)
                + (execution.isEmpty() ? "" : " (execution '" + execution + "' of " + reservation.get(2) + ")");
    }
}
