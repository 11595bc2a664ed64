package io.github.hfmodels.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hfmodels.process.ServerProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in Chromium; skipped where there is none. It is in {@code target/report-pictures}, with pictures of it. */
@Timeout(120)
class ReportPageTest {

    private static final Path PICTURES = Path.of("target/report-pictures");

    @TempDir
    private static Path folder;

    private static Path page;
    private static Browser browser;

    @BeforeAll
    static void startBrowser() throws Exception {
        Optional<Path> program = ServerProgram.find("chromium");
        assumeTrue(program.isPresent(), "there is no chromium, so the report's page is not looked at");
        page = Files.createDirectories(PICTURES).toAbsolutePath().resolve("report.html");
        Files.writeString(page, ReportHtml.of(TestReports.ofSixModels()));
        browser = Browser.start(program.get(), Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    static void stopBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
    void page_isSoundInBothSchemesOnEachScreen(int width, String scheme) throws Exception {
        browser.open(page, width, scheme);
        assertThat(color("backgroundColor"))
                .isEqualTo(scheme.equals("light") ? "rgb(245, 246, 248)" : "rgb(17, 21, 28)");
        browser.screenshot(PICTURES.resolve(width + "-" + scheme + ".png"));

        browser.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");

        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate("document.querySelectorAll('article').length")
                        .asInt())
                .isEqualTo(6);
        browser.screenshot(PICTURES.resolve(width + "-" + scheme + "-open.png"));
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

    @Test
    void page_isPrintedInBlackOnWhite_alsoFromADarkScreen() throws Exception {
        browser.open(page, 720, "dark");

        browser.showPrinted();

        assertThat(color("backgroundColor")).isEqualTo("rgb(255, 255, 255)");
        assertThat(color("color")).isEqualTo("rgb(0, 0, 0)");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(720);
        browser.screenshot(PICTURES.resolve("print.png"));
        browser.print(PICTURES.resolve("print.pdf"));
    }

    private static String color(String property) throws Exception {
        return browser.evaluate("getComputedStyle(document.body)." + property).asText();
    }

    private static String axe() throws IOException {
        try (InputStream script = Objects.requireNonNull(ReportPageTest.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
