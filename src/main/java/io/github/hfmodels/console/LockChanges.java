package io.github.hfmodels.console;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.relock.ModelChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes of a lock, as lines for people. */
public final class LockChanges {

    private LockChanges() {}

    /**
     * A line for the model, then one for each file that was added (+), removed (-) or changed (*), or of which the security scan says
     * something else (!), in the order of their paths.
     */
    public static List<String> lines(ModelChange change) {
        LockedModel before = change.before();
        LockedModel after = change.after();
        String model = model(after == null ? Objects.requireNonNull(before) : after);
        if (after == null) {
            return List.of(model + ": no longer wanted, and not locked any more");
        }
        var lines = new ArrayList<String>();
        if (before == null) {
            lines.add(model + ": locked at " + after.commit() + ", " + files(List.of(after)) + ", "
                    + license(after.license()));
            lines.addAll(scans(change));
            return lines;
        }
        lines.add(model + ": "
                + (before.commit().equals(after.commit())
                        ? "still at " + after.commit()
                        : before.commit() + " -> " + after.commit())
                + (Objects.equals(before.license(), after.license())
                        ? ""
                        : ", " + license(before.license()) + " -> " + license(after.license()))
                + (before.scan().equals(after.scan()) ? "" : ", scan " + scan(before) + " -> " + scan(after))
                + (before.card().equals(after.card()) ? "" : ", another card"));
        change.added().forEach(file -> lines.add("  + " + file(file)));
        change.removed().forEach(file -> lines.add("  - " + file(file)));
        change.changed()
                .forEach(file -> lines.add("  * " + Printable.of(file.after().path()) + " ("
                        + ByteCount.format(file.before().contentSize()) + " -> "
                        + ByteCount.format(file.after().contentSize()) + ")"));
        lines.addAll(scans(change));
        return lines;
    }

    private static List<String> scans(ModelChange change) {
        return change.rescanned().entrySet().stream()
                .map(file -> "  ! " + Printable.of(file.getKey()) + ": scan "
                        + file.getValue().word())
                .toList();
    }

    private static String scan(LockedModel model) {
        return model.scan().map(ScanVerdict::word).orElse("unknown");
    }

    /** The models in one line. */
    public static String names(List<LockedModel> models) {
        return models.stream().map(LockChanges::model).collect(Collectors.joining(", "));
    }

    /** As a user would write it; with what is selected, since one revision may be locked with several selections. */
    private static String model(LockedModel model) {
        return model.selection().isEverything()
                ? model.toString()
                : model + " (" + Printable.of(model.selection().toString()) + ")";
    }

    /** Such as {@code 2 models, 7 files, 90.4 MB}. */
    public static String size(ModelLock lock) {
        return ResultReport.count(lock.models().size(), "model") + ", " + files(lock.models());
    }

    private static String files(List<LockedModel> models) {
        int files = models.stream().mapToInt(model -> model.files().size()).sum();
        long bytes = ByteCount.sum(models, LockedModel::size);
        return ResultReport.count(files, "file") + ", " + ByteCount.format(bytes);
    }

    private static String file(RepoFile file) {
        return Printable.of(file.path()) + " (" + ByteCount.format(file.contentSize()) + ")";
    }

    private static String license(@Nullable String license) {
        return license == null ? "no declared license" : "license " + Printable.of(license);
    }
}
