package io.github.hfmodels.report;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.describe.OnlineStatus;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.policy.Exemption;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.policy.Policy;
import io.github.hfmodels.policy.Rule;
import io.github.hfmodels.report.Report.Failure;
import io.github.hfmodels.report.Report.Project;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.RevisionLag;
import io.github.hfmodels.source.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reports as builds have them. */
final class TestReports {

    private static final Instant TIME = Instant.parse("2026-11-22T00:00:00Z");

    private static final Policy POLICY = new Policy(
            "<policy>",
            List.of("apache-2.0", "mit"),
            List.of(),
            true,
            false,
            false,
            true,
            false,
            List.of(),
            List.of(),
            true);

    private TestReports() {}

    static Project project() {
        return new Project("Document search", "org.example:document-search", "1.4.0", TIME);
    }

    static Report of(ReportedModel... models) {
        return new Report(project(), false, List.of(models), List.of());
    }

    /** A locked model with two files. */
    static DescribedModel described(String id, String license, ModelCard card) {
        return described(
                model(id), Revision.MAIN, Selection.of(Part.EVERYTHING), license, card, Map.of(), true, smallFiles());
    }

    static RepoId model(String id) {
        return new RepoId(RepoType.MODEL, id);
    }

    static Use use(String module, String alias) {
        return new Use(module, "default", alias);
    }

    static RepoFile file(String path, long size) {
        return size < 1_000_000
                ? new RepoFile(path, size, hex(path, 40), null, null, hex(path + "content", 64))
                : new RepoFile(path, 135, hex(path, 40), new RepoFile.Lfs(hex(path + "content", 64), size), null);
    }

    private static RepoFile[] smallFiles() {
        return new RepoFile[] {file("config.json", 612), file("model.safetensors", 90_868_376)};
    }

    static String hex(String seed, int length) {
        var hex = new StringBuilder();
        while (hex.length() < length) {
            hex.append(String.format("%08x", (seed + hex.length()).hashCode() * 0x9E3779B1));
        }
        return hex.substring(0, length);
    }

    private static DescribedModel described(
            RepoId repo,
            Revision revision,
            Selection selection,
            String license,
            ModelCard card,
            Map<String, ScanVerdict> scans,
            boolean isLocked,
            RepoFile... files) {
        String commit = revision.isCommit() ? revision.name() : hex(repo.toString(), 40);
        var locked = new LockedModel(
                repo, revision, new CommitHash(commit), license, selection, List.of(files), List.of(), card, scans);
        return new DescribedModel(
                new ModelRequest(repo, revision, selection, repo.name(), null, false), locked, isLocked, true);
    }

    private static Map<String, ScanVerdict> scans(ScanVerdict verdict, RepoFile... files) {
        return Arrays.stream(files).collect(Collectors.toMap(RepoFile::path, file -> verdict));
    }

    private static ModelCard card(String task, String library, List<String> baseModels, List<String> datasets) {
        return new ModelCard(null, task, library, baseModels, datasets, List.of("en"));
    }

    static Finding finding(DescribedModel model, Rule rule, String file, String found, String remedy) {
        return new Finding(POLICY, rule, model.request(), file, found, remedy, null);
    }

    private static OnlineStatus behind(int commits, String date, List<String> providers) {
        return new OnlineStatus(
                Revision.MAIN,
                new RevisionLag(new CommitHash(hex(date, 40)), Instant.parse(date + "T10:00:00Z"), commits, false),
                providers,
                null);
    }

    /** Six models of a reactor, with something of everything that a report shows. */
    static Report ofSixModels() {
        RepoFile[] minilmFiles = {
            file("1_Pooling/config.json", 190), file("README.md", 10_454), file("config.json", 612),
            file("model.safetensors", 90_868_376), file("modules.json", 349), file("onnx/model.onnx", 90_405_214),
            file("sentence_bert_config.json", 53), file("special_tokens_map.json", 112),
                    file("tokenizer.json", 466_247),
            file("tokenizer_config.json", 350), file("vocab.txt", 231_508)
        };
        DescribedModel minilm = described(
                model("sentence-transformers/all-MiniLM-L6-v2"),
                new Revision("c9745ed1d9f207416be6d2e6f8de32d1f16199bf"),
                Selection.of(Part.EVERYTHING, List.of("*.json", "*.safetensors", "onnx/model.onnx"), List.of()),
                "apache-2.0",
                card(
                        "sentence-similarity",
                        "sentence-transformers",
                        List.of("nreimers/MiniLM-L6-H384-uncased"),
                        List.of("s2orc", "ms_marco", "gooaq")),
                scans(ScanVerdict.SAFE, minilmFiles),
                false,
                minilmFiles);
        RepoFile[] clipFiles = {
            file("config.json", 4_186), file("merges.txt", 524_619), file("preprocessor_config.json", 316),
            file("pytorch_model.bin", 605_247_071), file("tokenizer.json", 961_143), file("vocab.json", 862_328)
        };
        DescribedModel clip = described(
                model("openai/clip-vit-base-patch32"),
                Revision.MAIN,
                Selection.of(Part.EVERYTHING),
                null,
                card("zero-shot-image-classification", "transformers", List.of(), List.of()),
                Map.of("pytorch_model.bin", ScanVerdict.SUSPICIOUS, "config.json", ScanVerdict.SAFE),
                true,
                clipFiles);
        RepoFile[] llamaFiles = {file("LICENSE.txt", 7_627), file("Llama-3.2-1B-Instruct-Q4_K_M.gguf", 807_694_464)};
        DescribedModel llama = described(
                model("bartowski/Llama-3.2-1B-Instruct-GGUF"),
                Revision.MAIN,
                Selection.of(Part.EVERYTHING, List.of("*Q4_K_M.gguf", "LICENSE.txt"), List.of()),
                "llama3.2",
                card("text-generation", null, List.of("meta-llama/Llama-3.2-1B-Instruct"), List.of()),
                scans(ScanVerdict.SAFE, llamaFiles),
                true,
                llamaFiles);
        RepoFile[] phiFiles = {
            file("config.json", 1_234),
            file("modeling_phi.py", 62_130),
            file("model.safetensors", 312_455_100),
            file("tokenizer.json", 2_114_924),
            file("tokenizer.model", 499_723)
        };
        DescribedModel phi = described(
                model("acme-research/tiny-phi"),
                new Revision("v2.1"),
                Selection.of(Part.EVERYTHING),
                "mit",
                card("text-generation", "transformers", List.of(), List.of("acme-research/textbooks")),
                scans(ScanVerdict.SAFE, phiFiles),
                true,
                phiFiles);
        RepoFile[] rerankerFiles = {
            file("config.json", 799),
            file("model.onnx", 11_204_300),
            file("model.onnx_data", 280_443_120),
            file("tokenizer.json", 17_082_730)
        };
        DescribedModel reranker = described(
                new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "acme/reranker-base"),
                new Revision("master"),
                Selection.of(Part.EVERYTHING),
                "apache-2.0",
                ModelCard.EMPTY,
                Map.of(),
                false,
                rerankerFiles);
        RepoFile[] squadFiles = {
            file("README.md", 7_620),
            file("plain_text/train-00000-of-00001.parquet", 14_458_314),
            file("plain_text/validation-00000-of-00001.parquet", 1_819_889)
        };
        DescribedModel squad = described(
                new RepoId(RepoType.DATASET, "rajpurkar/squad"),
                Revision.MAIN,
                Selection.of(Part.EVERYTHING),
                "cc-by-sa-4.0",
                card("question-answering", null, List.of(), List.of()),
                scans(ScanVerdict.SAFE, squadFiles),
                true,
                squadFiles);
        var exemption = new Exemption(llama.request().repo(), null, Rule.LICENSES, "Legal review 2026-17, until June");
        return new Report(
                project(),
                true,
                List.of(
                        new ReportedModel(
                                minilm,
                                List.of(use("search-index", "minilm"), use("search-service", "minilm")),
                                List.of(),
                                behind(4, "2026-10-01", List.of("hf-inference"))),
                        new ReportedModel(
                                clip,
                                List.of(new Use("image-tagger", "images", "clip")),
                                List.of(
                                        finding(
                                                clip,
                                                Rule.LICENSES,
                                                null,
                                                "no license is declared",
                                                "choose a model with one of the licenses, or add an <exception> with a reason"),
                                        finding(
                                                clip,
                                                Rule.UNSAFE_FORMATS,
                                                "pytorch_model.bin",
                                                "pytorch_model.bin may have pickled objects",
                                                "choose safetensors with <includes> or a <preset>")),
                                behind(0, "2024-02-29", List.of())),
                        new ReportedModel(
                                llama,
                                List.of(use("chat-service", "llama")),
                                List.of(new Finding(
                                        POLICY,
                                        Rule.LICENSES,
                                        llama.request(),
                                        null,
                                        "the declared license is llama3.2",
                                        "",
                                        exemption)),
                                behind(1, "2026-09-14", List.of())),
                        new ReportedModel(
                                phi,
                                List.of(use("chat-service", "tiny-phi")),
                                List.of(),
                                new OnlineStatus(
                                        phi.model().revision(),
                                        null,
                                        List.of("together", "fireworks-ai"),
                                        new SourceException(
                                                SourceException.Kind.UNAVAILABLE,
                                                "huggingface.co answered with HTTP 503",
                                                Advice.NONE,
                                                null))),
                        new ReportedModel(reranker, List.of(use("search-service", "reranker")), List.of(), null),
                        new ReportedModel(
                                squad,
                                List.of(new Use("evaluation", "test-data", "squad")),
                                List.of(),
                                behind(12, "2026-11-02", List.of()))),
                List.of(
                        new Failure(
                                "acme/private-encoder@main",
                                List.of(use("search-service", "encoder")),
                                "acme/private-encoder@main: the Hub does not have it, or it is private or gated; set the environment variable HF_TOKEN")));
    }

    /** What strangers may have written wherever they may, and more or less of everything than there ever is. */
    static Report hostile() {
        String markup = "\"><script>console.log(1)</script><img src=x onerror=console.log(2)>'--]]>&amp;";
        String text = markup + "\u202Egpj.exe\u2066" + "Long".repeat(70);
        String segment = "\u202E<b>" + "w".repeat(240);
        var files = new ArrayList<RepoFile>();
        files.add(file(String.join("/", Collections.nCopies(12, segment)) + "/model.safetensors", 1L << 53));
        files.add(file("\uFFFD".repeat(80) + ".bin", 1L << 53));
        for (int i = 0; i < 40; i++) {
            files.add(file("data/" + i + ".json", 0));
        }
        var card = new ModelCard(
                "javascript:console.log(3)//" + text,
                text,
                text,
                Collections.nCopies(50, text),
                List.of("<svg onload=console.log(4)>"),
                Collections.nCopies(100, "en"));
        DescribedModel large = described(
                model("a".repeat(40) + "/" + "b".repeat(55)),
                new Revision("refs/pr/" + "r".repeat(200)),
                Selection.of(Part.EVERYTHING, Collections.nCopies(20, markup + "*"), List.of()),
                text,
                card,
                Map.of("data/0.json", ScanVerdict.UNSAFE),
                false,
                files.toArray(RepoFile[]::new));
        var models = new ArrayList<ReportedModel>();
        models.add(new ReportedModel(
                large,
                Collections.nCopies(1, new Use(text, text, text)),
                List.of(finding(large, Rule.SCAN, files.get(0).path(), text, text)),
                new OnlineStatus(
                        large.model().revision(),
                        new RevisionLag(
                                new CommitHash("f".repeat(40)),
                                Instant.parse("+99999-01-01T00:00:00Z"),
                                2_000_000_000,
                                true),
                        Collections.nCopies(30, text),
                        new SourceException(SourceException.Kind.UNAVAILABLE, text, Advice.NONE, null))));
        for (int i = 0; i < 4; i++) {
            boolean isEmpty = i % 2 == 0;
            DescribedModel small = described(
                    model("acme/" + i),
                    Revision.MAIN,
                    Selection.of(Part.EVERYTHING),
                    null,
                    ModelCard.EMPTY,
                    Map.of(),
                    false,
                    isEmpty ? new RepoFile[0] : new RepoFile[] {file("empty.bin", 0)});
            models.add(new ReportedModel(small, List.of(), List.of(), null));
        }
        return new Report(
                new Project(text, text, text, Instant.parse("+99999-01-01T00:00:00Z")),
                true,
                models,
                List.of(new Failure(text, List.of(new Use(text, text, text)), text.repeat(30))));
    }
}
