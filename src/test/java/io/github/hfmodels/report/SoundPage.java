package io.github.hfmodels.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** What holds for each page of a report, on each screen and in both schemes. */
public final class SoundPage {

    private SoundPage() {}

    /** Opens a page, and all that is folded in it. */
    public static void check(Browser browser, Path page, int width, String scheme) throws Exception {
        browser.open(page, width, scheme);
        browser.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");

        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo(scheme.equals("light") ? "rgb(245, 246, 248)" : "rgb(17, 21, 28)");
        assertFits(browser, width);
        assertThat(browser.messages()).isEmpty();
        assertThat(browser.requests()).containsExactly(page.toUri().toString());
        browser.evaluate(axe());
        JsonNode found = browser.evaluate("""
                axe.run(document, {resultTypes: ['violations', 'incomplete']}).then(result => ({
                  violations: result.violations.flatMap(
                    each => each.nodes.map(node => each.id + ': ' + node.html + ' ' + node.failureSummary)),
                  undecided: result.incomplete.flatMap(each => each.nodes.map(node => each.id + ': ' + node.html)),
                  passes: result.passes.length}))""");
        assertThat(found.path("violations")).isEmpty();
        assertThat(found.path("undecided")).isEmpty();
        assertThat(found.path("passes").asInt()).isGreaterThan(20);
    }

    /** Nothing is wider than the page, or than the card that it is in. */
    static void assertFits(Browser browser, int width) throws Exception {
        assertThat(browser.evaluate("""
                [...document.querySelectorAll('.card')].flatMap(card => {
                  const right = card.getBoundingClientRect().right;
                  return [...card.querySelectorAll(':not(.unseen):not(svg *)')]
                    .filter(each => each.getBoundingClientRect().right > right + 1)
                    .map(each => each.outerHTML.slice(0, 100))})""")).isEmpty();
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
    }

    private static String axe() throws IOException {
        try (InputStream script = Objects.requireNonNull(SoundPage.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
