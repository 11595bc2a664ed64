package io.github.hfmodels.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.process.ServerProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        browser.screenshot(PICTURES.resolve(width + "-" + scheme + ".png"));

        SoundPage.check(browser, page, width, scheme);

        browser.screenshot(PICTURES.resolve(width + "-" + scheme + "-open.png"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void hostilePage_isSoundToo(int width) throws Exception {
        Path hostile = PICTURES.toAbsolutePath().resolve("hostile.html");
        Files.writeString(hostile, ReportHtml.of(TestReports.hostile()));

        SoundPage.check(browser, hostile, width, "light");

        browser.screenshot(PICTURES.resolve(width + "-hostile.png"));
    }

    @Test
    void page_isPrintedInBlackOnWhite_alsoFromADarkScreen() throws Exception {
        browser.open(page, 720, "dark");

        browser.showPrinted();

        assertThat(color("backgroundColor")).isEqualTo("rgb(255, 255, 255)");
        assertThat(color("color")).isEqualTo("rgb(0, 0, 0)");
        SoundPage.assertFits(browser, 720);
        browser.screenshot(PICTURES.resolve("print.png"));
        browser.print(PICTURES.resolve("print.pdf"));
    }

    private static String color(String property) throws Exception {
        return browser.evaluate("getComputedStyle(document.body)." + property).asText();
    }
}
