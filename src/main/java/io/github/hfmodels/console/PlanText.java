package io.github.hfmodels.console;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchPlan;
import io.github.hfmodels.preset.DuplicateWeights;
import io.github.hfmodels.preset.WeightFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan as lines for the console: one per file, at most 50 per model. */
public final class PlanText {

    private static final int MAX_LINES = 50;
    private static final int SIZE_WIDTH = 10;
    private static final int MAX_COLUMN = 60;

    private final PrefetchPlan plan;
    private final List<String> lines = new ArrayList<>();

    private PlanText(PrefetchPlan plan) {
        this.plan = plan;
    }

    public static List<String> lines(PrefetchPlan plan) {
        var text = new PlanText(plan);
        plan.models().forEach(text::add);
        text.addTotal();
        return text.lines;
    }

    private void add(PrefetchPlan.Model model) {
        List<PrefetchPlan.File> lacking = model.lacking();
        lines.add(model.request() + neededBy(model.request()) + " (commit "
                + model.commit().hex().substring(0, 8) + "): "
                + ResultReport.count(model.files().size(), "file") + ", " + ByteCount.format(model.size()) + "; "
                + (lacking.isEmpty()
                        ? "all cached"
                        : lacking.size() + " to download, " + ByteCount.format(model.bytes())));
        boolean isShort = model.files().size() <= MAX_LINES;
        List<PrefetchPlan.File> shown =
                isShort ? model.files() : lacking.stream().limit(MAX_LINES).toList();
        int width = Math.min(
                MAX_COLUMN,
                shown.stream().mapToInt(file -> path(file).length()).max().orElse(0));
        shown.forEach(file -> lines.add(line(file, width)));
        if (lacking.size() > MAX_LINES) {
            lines.add(" ".repeat(SIZE_WIDTH + 4) + "... and " + (lacking.size() - MAX_LINES) + " more to download");
        }
        int cached = model.files().size() - lacking.size();
        if (!isShort && cached > 0) {
            lines.add(" ".repeat(SIZE_WIDTH + 4) + "... and " + cached + " cached");
        }
        model.duplicates().ifPresent(duplicates -> lines.add(line(duplicates)));
    }

    /** The formats with their sizes, since some models have dozens of copies, and what would save how much. */
    private static String line(DuplicateWeights duplicates) {
        String formats = duplicates.byFormat().entrySet().stream()
                .map(format -> format(format.getKey(), format.getValue()))
                .collect(Collectors.joining(", "));
        return "  Duplicated weights: " + formats + "; " + duplicates.suggestion() + " would save "
                + ByteCount.format(duplicates.saves());
    }

    private static String format(WeightFormat format, List<DuplicateWeights.Copy> copies) {
        return format + " " + ByteCount.format(ByteCount.sum(copies, DuplicateWeights.Copy::bytes))
                + (copies.size() > 1 ? " in " + copies.size() + " copies" : "");
    }

    /** Size, whether to download it, path and reason, in columns. */
    private static String line(PrefetchPlan.File file, int width) {
        return String.format(
                Locale.ROOT,
                "  %" + SIZE_WIDTH + "s  %-8s  %-" + Math.max(1, width) + "s  %s%s",
                ByteCount.format(file.size()),
                file.isCached() ? "cached" : "download",
                path(file),
                Printable.of(file.reason()),
                !file.isCached() && file.bytes() < file.size()
                        ? ", up to " + ByteCount.format(file.size() - file.bytes()) + " of it is there already"
                        : "");
    }

    private static String path(PrefetchPlan.File file) {
        return Printable.of(file.path());
    }

    private void addTotal() {
        String room = plan.freeSpace().isPresent()
                ? "; " + ByteCount.format(plan.freeSpace().getAsLong()) + " are free in " + plan.cache()
                : "";
        int downloads = plan.downloads();
        lines.add(
                downloads == 0
                        ? nothing()
                        : "To download: " + ResultReport.count(downloads, "file") + ", "
                                + ByteCount.format(plan.bytes()) + ", with "
                                + ResultReport.count(plan.requests(), "request") + " or more" + room);
    }

    private String nothing() {
        return plan.models().isEmpty() && !plan.failures().isEmpty() ? "No plan" : "Nothing to download";
    }

    private static String neededBy(ModelRequest request) {
        return request.neededBy() == null ? "" : ", for " + request.wanted();
    }
}
