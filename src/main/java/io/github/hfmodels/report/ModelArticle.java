package io.github.hfmodels.report;

import io.github.hfmodels.describe.OnlineStatus;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.source.RevisionLag;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a report's page about one model. */
final class ModelArticle {

    /** More files than anybody reads; the JSON has them all. */
    private static final int MAX_FILES = 1_000;

    private static final int SHORT_HASH = 8;

    private final HtmlWriter html;
    private final ReportedModel reported;
    private final LockedModel model;
    private final String anchor;

    /** @param anchor the id of the part */
    ModelArticle(HtmlWriter html, ReportedModel reported, String anchor) {
        this.html = html;
        this.reported = reported;
        this.model = reported.model();
        this.anchor = anchor;
    }

    void append() {
        html.begin("article", "id", anchor, "class", "card", "aria-labelledby", anchor + "-name");
        html.begin("h3", "id", anchor + "-name");
        html.element("a", model.repo().toString(), "href", reported.page(), "rel", "noreferrer")
                .end();
        appendMarks();
        html.begin("dl", "class", "facts");
        appendFacts();
        html.end();
        appendFiles();
        html.end();
    }

    private void appendMarks() {
        html.begin("p", "class", "marks");
        String hold = reported.hold().word();
        ReportHtml.appendMark(html, hold, reported.hold() == ReportedModel.Hold.FLOATING ? "fair" : "good");
        html.text(" ");
        ReportHtml.appendMark(html, license(), model.license() == null ? "fair" : "");
        model.scan().ifPresent(verdict -> {
            html.text(" ");
            ReportHtml.appendMark(html, "scan: " + verdict.word(), kind(verdict));
        });
        List<Finding> open = reported.findings().stream()
                .filter(finding -> finding.exemption() == null)
                .toList();
        if (!open.isEmpty()) {
            html.text(" ").begin("a", "href", "#findings");
            String kind = open.stream().anyMatch(Finding::isFatal) ? "bad" : "fair";
            ReportHtml.appendMark(html, ReportHtml.count(open.size(), "policy finding"), kind);
            html.end();
        }
        if (!reported.neededBy().isEmpty()) {
            html.text(" ");
            ReportHtml.appendMark(html, "companion", "");
        }
        html.end();
    }

    private static String kind(ScanVerdict verdict) {
        return switch (verdict) {
            case SAFE -> "good";
            case UNSCANNED, SUSPICIOUS -> "fair";
            case UNSAFE -> "bad";
        };
    }

    private String license() {
        return model.license() != null
                ? model.license()
                : reported.described().isKnown() ? "no license declared" : "license not known";
    }

    private void appendFacts() {
        ModelCard card = model.card();
        appendUses();
        if (!reported.neededBy().isEmpty()) {
            appendFact("Needed by", String.join(", ", reported.neededBy()));
        }
        beginFact("Revision");
        if (!model.revision().isCommit()) {
            html.element("code", model.revision().name()).text(" at ");
        }
        String hex = model.commit().hex();
        html.element("code", hex.substring(0, SHORT_HASH), "title", hex, "class", "short");
        // Paper has no titles.
        html.element("code", hex, "class", "whole");
        endFact();
        appendFact(
                "Source",
                model.repo().source().word() + ", " + model.repo().type().word());
        appendFact("Selection", model.selection().toString());
        appendFact("License text", card.licenseLink());
        appendFact("Task", card.task());
        appendFact("Library", card.library());
        appendFact("Base models", String.join(", ", card.baseModels()));
        appendFact("Datasets", String.join(", ", card.datasets()));
        appendFact("Languages", String.join(", ", card.languages()));
        if (reported.online() != null) {
            appendOnline(reported.online());
        }
    }

    private void appendUses() {
        if (reported.uses().isEmpty()) {
            return;
        }
        beginFact("Used by").begin("ul");
        for (Use use : reported.uses()) {
            html.begin("li");
            ReportHtml.appendUse(html, use);
            html.end();
        }
        html.end();
        endFact();
    }

    private void appendOnline(OnlineStatus online) {
        RevisionLag lag = online.lag();
        if (lag != null) {
            appendFact("Today", lag(online, lag));
        }
        appendFact("Hosted by", String.join(", ", online.providers()));
        if (online.failure() != null) {
            appendFact("Not answered", String.valueOf(online.failure().getMessage()));
        }
    }

    private static String lag(OnlineStatus online, RevisionLag lag) {
        String branch = online.branch().name();
        if (lag.commits() == 0 && !lag.isMore()) {
            return "at the last commit of " + branch + ", of " + date(lag);
        }
        return (lag.isMore()
                        ? "not among the last " + ReportHtml.count(lag.commits(), "commit") + " of "
                        : ReportHtml.count(lag.commits(), "commit") + " behind ")
                + branch + ", whose last is of " + date(lag);
    }

    private static String date(RevisionLag lag) {
        return lag.date().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private void appendFact(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            beginFact(name).text(value);
            endFact();
        }
    }

    private HtmlWriter beginFact(String name) {
        return html.begin("div").element("dt", name).begin("dd");
    }

    private void endFact() {
        html.end().end();
    }

    private void appendFiles() {
        List<RepoFile> files = model.files();
        if (files.isEmpty()) {
            html.element("p", "No files", "class", "quiet");
            return;
        }
        html.begin("details");
        html.element("summary", ReportHtml.count(files.size(), "file") + ", " + ByteCount.format(model.size()));
        html.begin("p", "class", "quiet")
                .text("Commit ")
                .element("code", model.commit().hex())
                .end();
        html.begin("table").begin("caption", "class", "unseen");
        html.text("Files of " + model.repo() + " at " + model.commit()).end();
        html.begin("thead").begin("tr").element("th", "File and its SHA-256", "scope", "col");
        if (!model.scans().isEmpty()) {
            html.element("th", "Scan", "scope", "col");
        }
        html.element("th", "Size", "scope", "col", "class", "number");
        html.end().end().begin("tbody");
        files.stream().limit(MAX_FILES).forEach(this::appendFile);
        html.end().end();
        if (files.size() > MAX_FILES) {
            html.element(
                    "p",
                    "And " + ReportHtml.count(files.size() - MAX_FILES, "more file")
                            + "; the JSON beside this page has all.",
                    "class",
                    "quiet");
        }
        html.end();
    }

    private void appendFile(RepoFile file) {
        html.begin("tr").begin("th", "scope", "row").element("span", file.path(), "class", "path");
        Optional<String> sha256 = file.contentSha256();
        if (sha256.isPresent()) {
            html.text(" ").element("code", sha256.get(), "class", "hash");
        }
        html.end();
        if (!model.scans().isEmpty()) {
            html.begin("td");
            ScanVerdict verdict = model.scans().getOrDefault(file.path(), ScanVerdict.UNSCANNED);
            ReportHtml.appendMark(html, verdict.word(), kind(verdict));
            html.end();
        }
        html.element("td", ByteCount.format(file.contentSize()), "class", "number")
                .end();
    }
}
