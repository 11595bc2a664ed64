package io.github.hfmodels.report;

import io.github.hfmodels.describe.OnlineStatus;
import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.report.Report.Failure;
import io.github.hfmodels.report.Report.Project;
import io.github.hfmodels.source.RevisionLag;
import java.util.List;

/**
 * A report as JSON for programs: everything, sorted, one line a file. The same report gives the same bytes. The site's report page
 * documents the members.
 */
public final class ReportJson {

    private static final int FORMAT_VERSION = 1;

    private final JsonWriter json = new JsonWriter(2);

    private ReportJson() {}

    /** The text, which ends with a line feed and does not have characters beyond ASCII. */
    public static String of(Report report) {
        var text = new ReportJson();
        text.append(report);
        return text.json + "\n";
    }

    private void append(Report report) {
        Project project = report.project();
        json.object().member("formatVersion", FORMAT_VERSION);
        json.name("project").inlineObject().member("name", project.name());
        json.optionalMember("coordinates", project.coordinates()).optionalMember("version", project.version());
        json.end().optionalMember("timestamp", project.timestamp()).member("online", report.isOnline());
        json.member("files", report.files().size()).member("size", SizeSection.size(report.files()));
        json.name("formats").array();
        FileFormat.group(report.files()).forEach((format, files) -> {
            json.inlineObject().member("format", format.word()).member("files", files.size());
            json.member("size", SizeSection.size(files)).end();
        });
        json.end().name("models").array();
        report.models().forEach(this::append);
        json.end().name("failures").array();
        report.failures().forEach(this::append);
        json.end().end();
    }

    private void append(ReportedModel reported) {
        LockedModel model = reported.model();
        json.object().member("source", model.repo().source().word());
        json.member("type", model.repo().type().word())
                .member("id", model.repo().id());
        json.member("revision", model.revision().name());
        json.member("commit", model.commit().hex())
                .member("hold", reported.hold().word());
        json.member("selection", model.selection().toString()).member("page", reported.page());
        json.member("known", reported.described().isKnown()).member("license", model.license());
        append(model.card());
        json.optionalMember("scan", model.scan().map(ScanVerdict::word).orElse(null));
        json.member("size", model.size());
        appendUses(reported.uses());
        json.member("neededBy", reported.neededBy());
        if (reported.online() != null) {
            append(reported.online());
        }
        reported.duplicates().ifPresent(duplicates -> duplicates.write(json));
        json.name("findings").array();
        reported.findings().forEach(this::append);
        json.end().name("files").array();
        model.files().forEach(file -> append(model, file));
        json.end().end();
    }

    private void append(ModelCard card) {
        json.name("card").inlineObject().optionalMember("licenseLink", card.licenseLink());
        json.optionalMember("task", card.task()).optionalMember("library", card.library());
        json.member("baseModels", card.baseModels()).member("datasets", card.datasets());
        json.member("languages", card.languages()).end();
    }

    private void appendUses(List<Use> uses) {
        json.name("uses").array();
        for (Use use : uses) {
            json.inlineObject().member("module", use.module()).member("execution", use.execution());
            json.member("alias", use.alias()).end();
        }
        json.end();
    }

    private void append(OnlineStatus online) {
        json.name("today").inlineObject().member("branch", online.branch().name());
        RevisionLag lag = online.lag();
        if (lag != null) {
            json.member("head", lag.head().hex()).member("date", lag.date().toString());
            json.member("commitsBehind", lag.commits()).member("orMore", lag.isMore());
        }
        json.member("inferenceProviders", online.providers());
        json.optionalMember(
                "failure", online.failure() == null ? null : online.failure().getMessage());
        json.end();
    }

    private void append(Finding finding) {
        json.inlineObject().member("rule", finding.rule().word()).member("policy", ReportedModel.policy(finding));
        json.member("verdict", ReportHtml.verdict(finding)).optionalMember("file", finding.file());
        json.member("found", finding.found()).member("remedy", finding.remedy());
        json.optionalMember(
                "reason",
                finding.exemption() == null ? null : finding.exemption().reason());
        json.end();
    }

    private void append(LockedModel model, RepoFile file) {
        json.inlineObject().member("path", file.path()).member("size", file.contentSize());
        json.member("format", FileFormat.of(file.path()).word());
        json.optionalMember("sha256", file.contentSha256().orElse(null));
        if (!model.scans().isEmpty()) {
            json.member(
                    "scan",
                    model.scans()
                            .getOrDefault(file.path(), ScanVerdict.UNSCANNED)
                            .word());
        }
        json.end();
    }

    private void append(Failure failure) {
        json.object().member("model", failure.model()).member("message", failure.message());
        appendUses(failure.uses());
        json.end();
    }
}
