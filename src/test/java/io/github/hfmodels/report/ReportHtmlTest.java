package io.github.hfmodels.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.describe.OnlineStatus;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.policy.Policy;
import io.github.hfmodels.policy.Rule;
import io.github.hfmodels.report.Report.Failure;
import io.github.hfmodels.report.Report.Project;
import io.github.hfmodels.source.RevisionLag;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page as text; how it looks is {@link ReportPageTest}'s. */
class ReportHtmlTest {

    private static Document page(Report report) throws Exception {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(new InputSource(new StringReader(ReportHtml.of(report))));
    }

    private static List<String> texts(Document page, String path) throws Exception {
        var found = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, page, XPathConstants.NODESET);
        return IntStream.range(0, found.getLength())
                .mapToObj(index -> found.item(index).getTextContent().strip().replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void page_hasOneTitleLandmarksAndNamedTables() throws Exception {
        Document page = page(TestReports.ofSixModels());

        assertThat(texts(page, "//h1")).containsExactly("Document search 1.4.0");
        assertThat(texts(page, "/html/@lang")).containsExactly("en");
        assertThat(texts(page, "/html/body/*/*[1]/../self::*")).hasSize(3);
        assertThat(texts(page, "/html/body/header | /html/body/main | /html/body/footer"))
                .hasSize(3);
        assertThat(texts(page, "//time/@datetime")).containsExactly("2026-11-22T00:00:00Z");
        assertThat(texts(page, "//table[not(caption)] | //th[not(@scope)]")).isEmpty();
        assertThat(texts(page, "//svg[not(@aria-hidden) and not(title and desc)]"))
                .isEmpty();
        assertThat(texts(page, "//*[@id = preceding::*/@id]")).isEmpty();
        assertThat(texts(page, "//@aria-labelledby"))
                .allSatisfy(ids -> assertThat(ids.split(" "))
                        .allSatisfy(id ->
                                assertThat(texts(page, "//*[@id='" + id + "']")).hasSize(1)));
        assertThat(texts(page, "//a[starts-with(@href, '#')]/@href"))
                .isNotEmpty()
                .allSatisfy(href -> assertThat(texts(page, "//*[@id='" + href.substring(1) + "']"))
                        .hasSize(1));
    }

    @Test
    void page_loadsNothingAndRunsNothing() throws Exception {
        Document page = page(TestReports.ofSixModels());

        assertThat(texts(page, "//meta[@http-equiv='Content-Security-Policy']/@content"))
                .containsExactly("default-src 'none'; style-src 'unsafe-inline'");
        assertThat(texts(page, "//script | //link | //img | //iframe | //object | //@src | //@style | //@srcset"))
                .isEmpty();
        assertThat(texts(page, "//@*[starts-with(name(), 'on')]")).isEmpty();
        assertThat(texts(page, "//style")).allSatisfy(css -> assertThat(css).doesNotContain("url(", "@import", "http"));
        assertThat(texts(page, "//a[not(starts-with(@href, '#'))]/@href"))
                .containsExactly(
                        "https://huggingface.co/acme-research/tiny-phi/tree/"
                                + TestReports.hex("acme-research/tiny-phi", 40),
                        "https://huggingface.co/bartowski/Llama-3.2-1B-Instruct-GGUF/tree/"
                                + TestReports.hex("bartowski/Llama-3.2-1B-Instruct-GGUF", 40),
                        "https://huggingface.co/datasets/rajpurkar/squad/tree/"
                                + TestReports.hex("datasets/rajpurkar/squad", 40),
                        "https://www.modelscope.cn/models/acme/reranker-base",
                        "https://huggingface.co/openai/clip-vit-base-patch32/tree/"
                                + TestReports.hex("openai/clip-vit-base-patch32", 40),
                        "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/tree/"
                                + "c9745ed1d9f207416be6d2e6f8de32d1f16199bf");
        assertThat(texts(page, "//a[not(starts-with(@href, '#'))]/@rel"))
                .hasSize(6)
                .containsOnly("noreferrer");
    }

    @Test
    void page_showsWhatIsKnownOfAModel() throws Exception {
        Document page = page(TestReports.ofSixModels());
        String article = "//article[h3/a='sentence-transformers/all-MiniLM-L6-v2']";

        assertThat(texts(page, article + "/p/span")).containsExactly("pinned", "apache-2.0", "scan: safe");
        assertThat(texts(page, article + "//div[dt='Used by']//li"))
                .containsExactly(
                        "search-index, execution default, as minilm", "search-service, execution default, as minilm");
        assertThat(texts(page, article + "//div[dt='Today']/dd"))
                .containsExactly("4 commits behind main, whose last is of 2026-10-01");
        assertThat(texts(page, article + "//div[dt='Hosted by']/dd")).containsExactly("hf-inference");
        assertThat(texts(page, article + "//div[dt='Revision']/dd/code/@title"))
                .containsExactly("c9745ed1d9f207416be6d2e6f8de32d1f16199bf");
        assertThat(texts(page, article + "//summary")).containsExactly("11 files, 182.0 MB");
        assertThat(texts(page, article + "//tbody/tr[4]"))
                .containsExactly(
                        "model.safetensors " + TestReports.hex("model.safetensorscontent", 64) + " safe 90.9 MB");
        assertThat(texts(page, "//article[h3/a='acme-research/tiny-phi']//div[dt='Not answered']/dd"))
                .containsExactly("huggingface.co answered with HTTP 503");
        assertThat(texts(page, "//article[h3/a='openai/clip-vit-base-patch32']//div[dt='Today']/dd"))
                .containsExactly("at the last commit of main, of 2024-02-29");
    }

    @Test
    void page_showsFindings_theWorstFirst_withTheReasonsOfExceptions() throws Exception {
        List<String> findings = texts(page(TestReports.ofSixModels()), "//section[h2='Policy findings']//li");

        assertThat(findings).hasSize(3);
        assertThat(findings.get(0))
                .isEqualTo("fails openai/clip-vit-base-patch32@main licenses no license is declared; "
                        + "choose a model with one of the licenses, or add an <exception> with a reason "
                        + "Policy: <policy>");
        assertThat(findings.get(2))
                .startsWith("exception bartowski/Llama-3.2-1B-Instruct-GGUF@main licenses")
                .contains("Allowed: Legal review 2026-17, until June");
    }

    @Test
    void totals_countOpenFindings_andExceptionsApart() throws Exception {
        Document page = page(TestReports.ofSixModels());

        assertThat(texts(page, "//div[dt='Policy findings']/dd")).containsExactly("2");
        assertThat(texts(page, "//div[dt='Policy exceptions']/dd")).containsExactly("1");
    }

    @Test
    void page_hasTheWholeCommitForPaper_outsideOfWhatIsFolded() throws Exception {
        assertThat(texts(page(TestReports.ofSixModels()), "//dd/code[@class='whole' and not(ancestor::details)]"))
                .hasSize(6)
                .contains("c9745ed1d9f207416be6d2e6f8de32d1f16199bf");
    }

    @Test
    void aCommitThatIsFarBehind_isNotAmongTheLast() throws Exception {
        var lag = new RevisionLag(new CommitHash("a".repeat(40)), Instant.parse("2026-10-01T00:00:00Z"), 500, true);
        var model = new ReportedModel(
                TestReports.described("acme/x", "mit", ModelCard.EMPTY),
                List.of(),
                List.of(),
                new OnlineStatus(Revision.MAIN, lag, List.of(), null));

        assertThat(texts(page(TestReports.of(model)), "//div[dt='Today']/dd"))
                .containsExactly("not among the last 500 commits of main, whose last is of 2026-10-01");
    }

    @ParameterizedTest
    @CsvSource({
        "/home/somebody/policy.xml, policy.xml",
        "C:\\work\\policy.xml, policy.xml",
        "~/policy.xml, policy.xml",
        "../policy.xml, ../policy.xml",
        "org.acme:policy:1, org.acme:policy:1"
    })
    void aPolicyFile_isShownWithoutThePathOfTheMachine(String origin, String shown) throws Exception {
        var policy =
                new Policy(origin, List.of(), List.of(), true, false, false, true, false, List.of(), List.of(), true);
        DescribedModel model = TestReports.described("acme/x", "mit", ModelCard.EMPTY);
        var finding = new Finding(policy, Rule.PINNED, model.request(), null, "main can move", "lock it", null);
        Report report = TestReports.of(new ReportedModel(model, List.of(), List.of(finding), null));

        assertThat(texts(page(report), "//p[starts-with(., 'Policy: ')]")).containsExactly("Policy: " + shown);
        assertThat(ReportJson.of(report)).contains("\"policy\": \"" + shown + "\"");
    }

    @Test
    void page_showsWhatCouldBeSaved() throws Exception {
        assertThat(texts(page(TestReports.ofSixModels()), "//section[@aria-labelledby='duplicates']//li"))
                .containsExactly("sentence-transformers/all-MiniLM-L6-v2: safetensors 90.9 MB, ONNX 90.4 MB "
                        + "<exclude>*.onnx</exclude> would save 90.4 MB");
    }

    @Test
    void sizes_ofAFormatAddUp() throws Exception {
        Document page = page(TestReports.ofSixModels());

        assertThat(texts(page, "//table[caption='Files and sizes by format']/tbody/tr"))
                .startsWith("safetensors 2 403.3 MB 18.0 %", "GGUF 1 807.7 MB 36.1 %")
                .contains("ONNX 3 382.1 MB 17.1 %", "PyTorch and pickle 1 605.2 MB 27.1 %");
        assertThat(texts(page, "//table[caption='Files and sizes by model']/tbody/tr/th/a"))
                .startsWith("bartowski/Llama-3.2-1B-Instruct-GGUF", "openai/clip-vit-base-patch32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\" onmouseover=\"alert(1)",
                "' hostile='",
                "</style></title><img src=x onerror=alert(1)>",
                "a\u202Etxt.exe",
                "bell\u0007 null\u0000 escape\u001B[31m \uFFFE \uD800",
                "]]> &lt; &amp;",
            })
    void hostileTexts_areTexts(String hostile) throws Exception {
        var card = new ModelCard(hostile, hostile, hostile, List.of(hostile), List.of(hostile), List.of(hostile));
        DescribedModel model = TestReports.described("acme/x", hostile, card);
        var report = new Report(
                new Project(hostile, hostile, hostile, null),
                true,
                List.of(new ReportedModel(
                        model,
                        List.of(new Use(hostile, hostile, hostile)),
                        List.of(TestReports.finding(model, Rule.LICENSES, hostile, hostile, hostile)),
                        null)),
                List.of(new Failure(hostile, List.of(new Use(hostile, hostile, hostile)), hostile)));

        Document page = page(report);

        assertThat(texts(page, "//script | //img | //@onmouseover | //@onerror | //@hostile"))
                .isEmpty();
        assertThat(ReportHtml.of(report).codePoints().filter(c -> Character.isISOControl(c) && c != '\n'))
                .isEmpty();
        assertThat(ReportHtml.of(report)).doesNotContain("\u202E");
        String shown = texts(page, "//div[dt='Task']/dd").get(0);
        assertThat(shown).isEqualTo(hostile.codePoints().allMatch(c -> c >= ' ' && c < 127) ? hostile : shown);
        assertThat(shown).isNotEmpty();
    }

    @Test
    void longTexts_areCut() {
        DescribedModel model = TestReports.described("acme/x", "l".repeat(1_000_000), ModelCard.EMPTY);

        String page = ReportHtml.of(TestReports.of(new ReportedModel(model, List.of(), List.of(), null)));

        assertThat(page.length()).isLessThan(30_000);
    }

    @Test
    void withoutFiles_noTableIsEmpty() throws Exception {
        ReportedModel empty = TestReports.hostile().models().stream()
                .filter(each -> each.model().files().isEmpty())
                .findFirst()
                .orElseThrow();

        Document page = page(TestReports.of(empty));

        assertThat(texts(page, "//article/p[.='No files']")).hasSize(1);
        assertThat(texts(page, "//table[not(tbody/tr)]")).isEmpty();
    }

    @Test
    void theSameModelInTwoModules_isShownOnce() throws Exception {
        DescribedModel model = TestReports.described("acme/x", "mit", ModelCard.EMPTY);

        Document page = page(TestReports.of(
                new ReportedModel(model, List.of(TestReports.use("b", "x")), List.of(), null),
                new ReportedModel(model, List.of(TestReports.use("a", "y")), List.of(), null)));

        assertThat(texts(page, "//article//div[dt='Used by']//li"))
                .containsExactly("a, execution default, as y", "b, execution default, as x");
    }

    @Test
    void theSameReport_givesTheSameBytes() {
        assertThat(ReportHtml.of(TestReports.ofSixModels())).isEqualTo(ReportHtml.of(TestReports.ofSixModels()));
    }
}
