package io.github.hfmodels.console;

import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.policy.Exemption;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.prefetch.PrefetchPlan;
import java.util.Comparator;
import java.util.List;

/**
 * A plan as JSON for programs: everything, models sorted by name and files by path, one line a file. The site's
 * usage page documents the members.
 */
final class PlanJson {

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
    static String of(PrefetchPlan plan, long maxBytes, AdviceText advice) {
        var text = new PlanJson(advice);
        text.append(plan, maxBytes);
        return text.json + "\n";
    }

    private void append(PrefetchPlan plan, long maxBytes) {
        List<PrefetchPlan.Model> models = plan.models();
        json.object().member("formatVersion", FORMAT_VERSION).member("cache", plan.cache());
        json.name("models").array();
        models.stream()
                .sorted(Comparator.comparing(
                        model -> model.request() + " " + model.request().alias()))
                .forEach(this::append);
        json.end().name("failures").array();
        plan.failures().stream().sorted(Comparator.comparing(advice::of)).forEach(this::append);
        json.end().name("policy").array();
        plan.findings().stream().sorted(Comparator.comparing(Finding::toString)).forEach(this::append);
        json.end();
        json.member(
                "files", models.stream().mapToInt(model -> model.files().size()).sum());
        json.member("size", ByteCount.sum(models, PrefetchPlan.Model::size));
        json.member("filesToDownload", plan.downloads()).member("bytesToDownload", plan.bytes());
        json.member("requests", plan.requests());
        json.name("freeSpace")
                .raw(
                        plan.freeSpace().isPresent()
                                ? Long.toString(plan.freeSpace().getAsLong())
                                : "null");
        json.name("maxSize").raw(maxBytes == Long.MAX_VALUE ? "null" : Long.toString(maxBytes));
        json.member("exceedsMaxSize", plan.bytes() > maxBytes).end();
    }

    private void append(PrefetchPlan.Model model) {
        json.inlineObject();
        append(model.request());
        json.member("commit", model.commit().hex()).member("size", model.size());
        json.member("bytesToDownload", model.bytes());
        json.breakLine().name("files").array();
        model.files().forEach(this::append);
        json.end();
        model.duplicates().ifPresent(duplicates -> duplicates.write(json));
        json.end();
    }

    private void append(PrefetchPlan.File file) {
        json.inlineObject().member("path", file.path()).member("size", file.size());
        json.member("cached", file.isCached()).member("bytesToDownload", file.bytes());
        json.member("reason", file.reason()).end();
    }

    private void append(ModelFailure failure) {
        json.inlineObject();
        append(failure.request());
        json.member("message", advice.of(failure)).end();
    }

    private void append(Finding finding) {
        json.inlineObject();
        append(finding.model());
        json.member("rule", finding.rule().word()).optionalMember("file", finding.file());
        json.member("message", Printable.line(finding.toString()));
        json.member("enforced", finding.policy().enforce());
        Exemption exemption = finding.exemption();
        json.optionalMember("exception", exemption == null ? null : exemption.reason())
                .end();
    }

    private void append(ModelRequest request) {
        if (request.repo().source() != SourceId.HUGGING_FACE) {
            json.member("source", request.repo().source().word());
        }
        json.member("type", request.repo().type().word())
                .member("id", request.repo().id());
        json.member("revision", request.revision().name()).member("alias", request.alias());
        json.optionalMember("neededBy", request.neededBy() == null ? null : request.wanted());
    }
}
