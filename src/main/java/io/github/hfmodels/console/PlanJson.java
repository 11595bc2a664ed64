package io.github.hfmodels.console;

import io.github.hfmodels.json.JsonText;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchPlan;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * A plan as JSON for programs: everything, models sorted by name and files by path, one line a file. The site's
 * usage page documents the members.
 */
public final class PlanJson {

    private static final int FORMAT_VERSION = 1;

    private final StringBuilder json = new StringBuilder();

    private final AdviceText advice;

    private PlanJson(AdviceText advice) {
        this.advice = advice;
    }

    /**
     * The text, which ends with a line feed and has no character beyond ASCII.
     *
     * @param maxBytes how many bytes may be downloaded; {@link Long#MAX_VALUE} for any number
     * @param advice gives the words of what can be done about failures
     */
    public static String of(PrefetchPlan plan, long maxBytes, AdviceText advice) {
        var text = new PlanJson(advice);
        text.append(plan, maxBytes);
        return text.json.toString();
    }

    private void append(PrefetchPlan plan, long maxBytes) {
        json.append("{\n  \"formatVersion\": ").append(FORMAT_VERSION).append(",\n  \"cache\": ");
        JsonText.append(json, plan.cache());
        json.append(",\n  \"models\": ");
        array(
                "  ",
                plan.models().stream()
                        .sorted(Comparator.comparing(
                                model -> model.request() + " " + model.request().alias()))
                        .toList(),
                this::append);
        json.append(",\n  \"failures\": ");
        array(
                "  ",
                plan.failures().stream()
                        .sorted(Comparator.comparing(advice::of))
                        .toList(),
                this::append);
        json.append(",\n  \"files\": ")
                .append(plan.models().stream()
                        .mapToInt(model -> model.files().size())
                        .sum());
        json.append(",\n  \"size\": ")
                .append(plan.models().stream()
                        .mapToLong(PrefetchPlan.Model::size)
                        .sum());
        json.append(",\n  \"filesToDownload\": ").append(plan.downloads());
        json.append(",\n  \"bytesToDownload\": ").append(plan.bytes());
        json.append(",\n  \"requests\": ").append(plan.requests());
        json.append(",\n  \"freeSpace\": ")
                .append(plan.freeSpace().isPresent() ? plan.freeSpace().getAsLong() : "null");
        json.append(",\n  \"maxSize\": ").append(maxBytes == Long.MAX_VALUE ? "null" : maxBytes);
        json.append(",\n  \"exceedsMaxSize\": ").append(plan.bytes() > maxBytes);
        json.append("\n}\n");
    }

    private void append(PrefetchPlan.Model model) {
        json.append('{');
        appendRequest(model.request());
        member(", \"commit\": ", model.commit().hex());
        json.append(", \"size\": ").append(model.size());
        json.append(", \"bytesToDownload\": ").append(model.bytes());
        json.append(",\n     \"files\": ");
        array("     ", model.files(), this::append);
        json.append('}');
    }

    private void append(PrefetchPlan.File file) {
        member("{\"path\": ", file.path());
        json.append(", \"size\": ").append(file.size());
        json.append(", \"cached\": ").append(file.isCached());
        json.append(", \"bytesToDownload\": ").append(file.bytes());
        member(", \"reason\": ", file.reason());
        json.append('}');
    }

    private void append(ModelFailure failure) {
        json.append('{');
        appendRequest(failure.request());
        member(", \"message\": ", advice.of(failure));
        json.append('}');
    }

    private void appendRequest(ModelRequest request) {
        RepoId repo = request.repo();
        member("\"type\": ", repo.type().word());
        member(", \"id\": ", repo.id());
        member(", \"revision\": ", request.revision().name());
        member(", \"alias\": ", request.alias());
        if (request.neededBy() != null) {
            member(", \"neededBy\": ", request.wanted().toString());
        }
    }

    private void member(String start, String value) {
        json.append(start);
        JsonText.append(json, value);
    }

    private <T> void array(String indent, List<T> items, Consumer<T> append) {
        if (items.isEmpty()) {
            json.append("[]");
            return;
        }
        json.append("[\n");
        for (Iterator<T> each = items.iterator(); each.hasNext(); ) {
            json.append(indent).append("  ");
            append.accept(each.next());
            json.append(each.hasNext() ? ",\n" : "\n");
        }
        json.append(indent).append(']');
    }
}
