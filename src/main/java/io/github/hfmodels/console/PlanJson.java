package io.github.hfmodels.console;

import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchPlan;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A plan as JSON for programs: everything, models sorted by name and files by path, one line a file. The site's
 * usage page documents the members.
 */
public final class PlanJson {

    private static final int FORMAT_VERSION = 1;

    private final JsonWriter json = new JsonWriter(2);

    private final AdviceText advice;

    private PlanJson(AdviceText advice) {
        this.advice = advice;
    }

    /**
     * The text, which ends with a line feed and does not have characters beyond ASCII.
     *
     * @param maxBytes how many bytes may be downloaded; {@link Long#MAX_VALUE} for any number
     * @param advice gives the words of what can be done about failures
     */
    public static String of(PrefetchPlan plan, long maxBytes, AdviceText advice) {
        var text = new PlanJson(advice);
        text.append(plan, maxBytes);
        return text.json + "\n";
    }

    private void append(PrefetchPlan plan, long maxBytes) {
        json.object()
                .member("formatVersion", FORMAT_VERSION)
                .member("cache", plan.cache())
                .name("models")
                .array();
        plan.models().stream()
                .sorted(Comparator.comparing(
                        model -> model.request() + " " + model.request().alias()))
                .forEach(this::append);
        json.end().name("failures").array();
        plan.failures().stream().sorted(Comparator.comparing(advice::of)).forEach(this::append);
        json.end()
                .member(
                        "files",
                        plan.models().stream()
                                .mapToInt(model -> model.files().size())
                                .sum())
                .member(
                        "size",
                        plan.models().stream()
                                .mapToLong(PrefetchPlan.Model::size)
                                .sum())
                .member("filesToDownload", plan.downloads())
                .member("bytesToDownload", plan.bytes())
                .member("requests", plan.requests());
        limit("freeSpace", plan.freeSpace().isPresent() ? plan.freeSpace().getAsLong() : null);
        limit("maxSize", maxBytes == Long.MAX_VALUE ? null : maxBytes);
        json.member("exceedsMaxSize", plan.bytes() > maxBytes).end();
    }

    private void append(PrefetchPlan.Model model) {
        json.inlineObject();
        append(model.request());
        json.member("commit", model.commit().hex())
                .member("size", model.size())
                .member("bytesToDownload", model.bytes())
                .breakLine()
                .name("files")
                .array();
        model.files().forEach(this::append);
        json.end().end();
    }

    private void append(PrefetchPlan.File file) {
        json.inlineObject()
                .member("path", file.path())
                .member("size", file.size())
                .member("cached", file.isCached())
                .member("bytesToDownload", file.bytes())
                .member("reason", file.reason())
                .end();
    }

    private void append(ModelFailure failure) {
        json.inlineObject();
        append(failure.request());
        json.member("message", advice.of(failure)).end();
    }

    private void append(ModelRequest request) {
        RepoId repo = request.repo();
        json.member("type", repo.type().word())
                .member("id", repo.id())
                .member("revision", request.revision().name())
                .member("alias", request.alias())
                .optionalMember(
                        "neededBy",
                        request.neededBy() == null ? null : request.wanted().toString());
    }

    private void limit(String name, @Nullable Long bytes) {
        json.name(name).raw(String.valueOf(bytes));
    }
}
