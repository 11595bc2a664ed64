package io.github.hfmodels.report;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.RepoFile;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The part of a report's page that shows sizes, as bars and as numbers. */
final class SizeSection {

    /** The width of a whole bar, of which a small part is still seen. */
    private static final int WIDTH = 1_000;

    private static final int SMALLEST = 5;
    private static final String HEIGHT = "10";

    private final HtmlWriter html;
    private final Report report;
    private int bars;

    SizeSection(HtmlWriter html, Report report) {
        this.html = html;
        this.report = report;
    }

    void append() {
        html.begin("section", "aria-labelledby", "sizes");
        html.element("h2", "Sizes", "id", "sizes").begin("div", "class", "pair");
        appendFormats();
        appendModels();
        html.end().end();
    }

    private void appendFormats() {
        Map<FileFormat, List<RepoFile>> formats = FileFormat.group(report.files());
        long all = size(report.files());
        html.begin("div", "class", "card").element("h3", "By format");
        appendBar("All files by format", formats, all, 1);
        html.begin("table").element("caption", "Files and sizes by format", "class", "unseen");
        ReportHtml.appendHeadings(html, "Format", "Files", "Size", "Share");
        html.begin("tbody");
        formats.forEach((format, files) -> {
            html.begin("tr")
                    .begin("th", "scope", "row", "class", "format")
                    .begin("svg", "class", "key", "aria-hidden", "true");
            html.empty("rect", "width", "12", "height", "12", "rx", "3", "class", format.word());
            html.end().text(format.title()).end();
            appendNumber(String.format(Locale.ROOT, "%,d", files.size()));
            appendNumber(ByteCount.format(size(files)));
            appendNumber(share(size(files), all)).end();
        });
        html.end().end().end();
    }

    private void appendModels() {
        Map<ReportedModel, String> anchors = new LinkedHashMap<>();
        report.models().forEach(model -> anchors.put(model, ReportHtml.anchor(anchors.size())));
        long largest = report.models().stream()
                .mapToLong(each -> each.model().size())
                .max()
                .orElse(0);
        html.begin("div", "class", "card").element("h3", "By model");
        html.begin("table").element("caption", "Files and sizes by model", "class", "unseen");
        ReportHtml.appendHeadings(html, "Model", "Files", "Size");
        html.begin("tbody");
        report.models().stream()
                .sorted(Comparator.comparingLong(
                                (ReportedModel each) -> each.model().size())
                        .reversed())
                .forEach(each -> {
                    long size = each.model().size();
                    String name = each.model().repo().toString();
                    html.begin("tr").begin("th", "scope", "row");
                    html.element("a", name, "href", "#" + anchors.get(each));
                    appendBar(
                            name + " by format",
                            FileFormat.group(each.model().files()),
                            size,
                            largest == 0 ? 0 : (double) size / largest);
                    html.end();
                    appendNumber(String.format(
                            Locale.ROOT, "%,d", each.model().files().size()));
                    appendNumber(ByteCount.format(size)).end();
                });
        html.end().end().end();
    }

    private HtmlWriter appendNumber(String number) {
        return html.element("td", number, "class", "number");
    }

    /** @param length how long the bar is, from 0 to 1 */
    private void appendBar(String title, Map<FileFormat, List<RepoFile>> formats, long all, double length) {
        bars++;
        String id = "bar-" + bars;
        html.begin(
                "svg",
                "class",
                "bar",
                "role",
                "img",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "preserveAspectRatio",
                "none",
                "aria-labelledby",
                id + "-title " + id + "-text");
        html.element("title", title, "id", id + "-title")
                .element("desc", description(formats, all), "id", id + "-text");
        html.empty("rect", "width", Integer.toString(WIDTH), "height", HEIGHT, "class", "track");
        long room = Math.round(WIDTH * length);
        long x = 0;
        for (Map.Entry<FileFormat, List<RepoFile>> each : formats.entrySet()) {
            long size = size(each.getValue());
            if (size > 0) {
                long width = Math.max(SMALLEST, Math.round((double) room * size / all));
                // The smallest take from what is left of the others.
                width = Math.min(width, WIDTH - x);
                html.empty(
                        "rect",
                        "x",
                        Long.toString(x),
                        "width",
                        Long.toString(width),
                        "height",
                        HEIGHT,
                        "class",
                        each.getKey().word());
                x += width;
            }
        }
        html.end();
    }

    private static String description(Map<FileFormat, List<RepoFile>> formats, long all) {
        var text = new StringBuilder();
        formats.forEach((format, files) -> text.append(text.isEmpty() ? "" : ", ")
                .append(format.title())
                .append(' ')
                .append(ByteCount.format(size(files)))
                .append(" (")
                .append(share(size(files), all))
                .append(')'));
        return text.isEmpty() ? "No files" : text.toString();
    }

    private static String share(long part, long all) {
        if (part == 0) {
            return "0 %";
        }
        double percent = 100.0 * part / all;
        return percent < 0.1 ? "< 0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
    }

    static long size(Collection<RepoFile> files) {
        return ByteCount.sum(files, RepoFile::contentSize);
    }
}
