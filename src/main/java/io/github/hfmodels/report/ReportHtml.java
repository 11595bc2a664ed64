package io.github.hfmodels.report;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.preset.DuplicateWeights;
import io.github.hfmodels.report.Report.Failure;
import io.github.hfmodels.report.Report.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A report as a page for people: one file without scripts, which loads nothing. The same report gives the same bytes.
 */
public final class ReportHtml {

    /** Nothing is loaded or run, whatever is in the page. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final HtmlWriter html = new HtmlWriter();
    private final Report report;
    private final String title;

    private ReportHtml(Report report) {
        this.report = report;
        Project project = report.project();
        title = project.name() + (project.version() == null ? "" : " " + project.version());
    }

    /** The page's text. */
    public static String of(Report report) {
        var page = new ReportHtml(report);
        page.append();
        return page.html.toString();
    }

    private void append() {
        html.begin("html", "lang", "en").begin("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", "Models of " + title).style(style()).end();
        html.begin("body");
        appendHeader();
        html.begin("main");
        appendSummary();
        appendFailures();
        appendFindings();
        if (!report.files().isEmpty()) {
            new SizeSection(html, report).append();
        }
        if (!report.models().isEmpty()) {
            appendDuplicates();
            appendLicenses();
            appendModels();
        }
        html.end();
        appendFooter();
        html.end().end();
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(ReportHtml.class.getResourceAsStream("report.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the style of the report cannot be read", e);
        }
    }

    private void appendHeader() {
        Project project = report.project();
        html.begin("header").element("p", "Models of", "class", "above").element("h1", title);
        html.begin("p", "class", "below");
        if (project.coordinates() != null) {
            html.element("code", project.coordinates());
        }
        Instant timestamp = project.timestamp();
        if (timestamp != null) {
            html.text(project.coordinates() == null ? "" : " · ")
                    .element("time", TIME.format(timestamp), "datetime", timestamp.toString());
        }
        html.end().end();
    }

    private void appendSummary() {
        html.begin("section", "aria-labelledby", "summary")
                .element("h2", "Summary", "id", "summary", "class", "unseen");
        html.begin("dl", "class", "card totals");
        appendTotal("Models", number(report.models().size()));
        appendTotal("Files", number(report.files().size()));
        appendTotal("Size", ByteCount.format(SizeSection.size(report.files())));
        appendTotal("Declared licenses", number(report.licenses().size()));
        appendTotal("Policy findings", number(findings(false).size()));
        if (!findings(true).isEmpty()) {
            appendTotal("Policy exceptions", number(findings(true).size()));
        }
        if (!report.failures().isEmpty()) {
            appendTotal("Not looked up", number(report.failures().size()));
        }
        html.end().end();
    }

    private void appendTotal(String name, String value) {
        html.begin("div").element("dt", name).element("dd", value).end();
    }

    private void appendFailures() {
        if (report.failures().isEmpty()) {
            return;
        }
        html.begin("section", "aria-labelledby", "failures");
        html.element("h2", "Models that could not be looked up", "id", "failures");
        html.begin("ul", "class", "card list");
        for (Failure failure : report.failures()) {
            html.begin("li").element("p", failure.message());
            if (!failure.uses().isEmpty()) {
                html.begin("p", "class", "quiet").text("Used by ");
                for (int i = 0; i < failure.uses().size(); i++) {
                    html.text(i == 0 ? "" : "; ");
                    appendUse(html, failure.uses().get(i));
                }
                html.end();
            }
            html.end();
        }
        html.end().end();
    }

    /** @param isAllowed whether they are allowed by an exception */
    private List<Finding> findings(boolean isAllowed) {
        return report.models().stream()
                .flatMap(each -> each.findings().stream())
                .filter(finding -> (finding.exemption() != null) == isAllowed)
                .toList();
    }

    private void appendFindings() {
        if (findings(false).isEmpty() && findings(true).isEmpty()) {
            return;
        }
        html.begin("section", "aria-labelledby", "findings");
        html.element("h2", "Policy findings", "id", "findings").begin("ul", "class", "card list");
        appendFindings("fails", "bad");
        appendFindings("warns", "fair");
        appendFindings("exception", "");
        html.end().end();
    }

    /** @param kind the style of the verdict's mark */
    private void appendFindings(String verdict, String kind) {
        for (int i = 0; i < report.models().size(); i++) {
            for (Finding finding : report.models().get(i).findings()) {
                if (verdict(finding).equals(verdict)) {
                    html.begin("li").begin("p");
                    appendMark(html, verdict, kind);
                    html.text(" ").element("a", finding.model().toString(), "href", "#" + anchor(i));
                    html.text(" ").element("code", finding.rule().word()).end();
                    append(finding);
                    html.end();
                }
            }
        }
    }

    private void append(Finding finding) {
        html.begin("p");
        if (finding.file() != null && !finding.found().contains(finding.file())) {
            html.element("code", finding.file()).text(": ");
        }
        html.text(finding.found());
        if (finding.exemption() == null) {
            html.text("; " + finding.remedy()).end();
        } else {
            html.end().element("p", "Allowed: " + finding.exemption().reason());
        }
        html.element("p", "Policy: " + ReportedModel.policy(finding), "class", "quiet");
    }

    /** What a finding does to a build. */
    static String verdict(Finding finding) {
        return finding.exemption() != null ? "exception" : finding.isFatal() ? "fails" : "warns";
    }

    private void appendDuplicates() {
        var found = new TreeMap<Integer, DuplicateWeights>();
        for (int i = 0; i < report.models().size(); i++) {
            int index = i;
            report.models().get(i).duplicates().ifPresent(duplicates -> found.put(index, duplicates));
        }
        if (found.isEmpty()) {
            return;
        }
        html.begin("section", "aria-labelledby", "duplicates");
        html.element("h2", "Weights that are there more than once", "id", "duplicates");
        html.begin("ul", "class", "card list");
        found.forEach((index, duplicates) -> {
            html.begin("li").begin("p");
            html.element("a", report.models().get(index).model().repo().toString(), "href", "#" + anchor(index));
            html.text(": " + copies(duplicates)).end().begin("p");
            html.element("code", duplicates.suggestion().toString());
            html.text(" would save " + ByteCount.format(duplicates.saves()))
                    .end()
                    .end();
        });
        html.end().end();
    }

    private static String copies(DuplicateWeights duplicates) {
        return duplicates.byFormat().entrySet().stream()
                .map(format -> format.getKey() + " "
                        + ByteCount.format(ByteCount.sum(format.getValue(), DuplicateWeights.Copy::bytes))
                        + (format.getValue().size() > 1
                                ? " in " + format.getValue().size() + " copies"
                                : ""))
                .collect(Collectors.joining(", "));
    }

    private void appendLicenses() {
        html.begin("section", "aria-labelledby", "licenses");
        html.element("h2", "Declared licenses", "id", "licenses").begin("div", "class", "card");
        html.begin("table").element("caption", "Models by declared license", "class", "unseen");
        html.begin("thead").begin("tr").element("th", "License", "scope", "col");
        html.element("th", "Models", "scope", "col").end().end().begin("tbody");
        for (Map.Entry<String, List<ReportedModel>> each : report.licenses().entrySet()) {
            appendLicense(each.getKey(), each.getValue());
        }
        List<ReportedModel> others = report.models().stream()
                .filter(each -> each.model().license() == null)
                .toList();
        appendLicense(
                "none declared",
                others.stream().filter(each -> each.described().isKnown()).toList());
        appendLicense(
                "not known",
                others.stream().filter(each -> !each.described().isKnown()).toList());
        html.end().end();
        html.element(
                "p",
                "A declared license is what the card of a repository says. Nobody has checked it.",
                "class",
                "quiet");
        html.end().end();
    }

    private void appendLicense(String name, List<ReportedModel> models) {
        if (models.isEmpty()) {
            return;
        }
        html.begin("tr").element("th", name, "scope", "row").begin("td");
        for (int i = 0; i < models.size(); i++) {
            html.text(i == 0 ? "" : ", ");
            html.element(
                    "a",
                    models.get(i).model().repo().toString(),
                    "href",
                    "#" + anchor(report.models().indexOf(models.get(i))));
        }
        html.end().end();
    }

    private void appendModels() {
        html.begin("section", "aria-labelledby", "models").element("h2", "Models", "id", "models");
        for (int i = 0; i < report.models().size(); i++) {
            new ModelArticle(html, report.models().get(i), anchor(i)).append();
        }
        html.end();
    }

    private void appendFooter() {
        var notes = new ArrayList<String>();
        notes.add("Written by hf-models-maven-plugin.");
        notes.add(
                report.isOnline()
                        ? "The sources were asked how far each model is behind, and who serves it (hf.online)."
                        : "How far each model is behind its branch is shown with -Dhf.online.");
        html.begin("footer").element("p", String.join(" ", notes)).end();
    }

    /** The id of the part about the model with that index. */
    static String anchor(int index) {
        return "model-" + (index + 1);
    }

    /** A number of things, such as {@code 1 file}, {@code 1,200 files}. */
    static String count(int number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    private static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** @param kind its style: good, fair, bad, or empty */
    static void appendMark(HtmlWriter html, String text, String kind) {
        html.element("span", text, "class", kind.isEmpty() ? "mark" : "mark " + kind);
    }

    static void appendUse(HtmlWriter html, Use use) {
        if (!use.module().isEmpty()) {
            html.element("strong", use.module()).text(", ");
        }
        html.text("execution ").element("code", use.execution());
        html.text(", as ").element("code", use.alias());
    }

    /** The head of a table, whose first column is text and whose others are numbers. */
    static void appendHeadings(HtmlWriter html, String first, String... numbers) {
        html.begin("thead").begin("tr").element("th", first, "scope", "col");
        for (String each : numbers) {
            html.element("th", each, "scope", "col", "class", "number");
        }
        html.end().end();
    }
}
