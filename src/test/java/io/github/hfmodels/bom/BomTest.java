package io.github.hfmodels.bom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.packageurl.PackageURL;
import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cyclonedx.parsers.JsonParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BomTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMIT = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf";
    private static final RepoFile GRAPH = new RepoFile(
            "onnx/model.onnx", 130, "0".repeat(40), new RepoFile.Lfs("a".repeat(64), 90_000_000_000L), null);
    private static final RepoFile CONFIG = new RepoFile("config.json", 2, "1".repeat(40), null, null, "b".repeat(64));
    private static final MavenCoordinates TOOL =
            new MavenCoordinates("io.github.hfmodels", "hf-models-maven-plugin", "1.0.0", "maven-plugin");
    private static final MavenCoordinates PROJECT = new MavenCoordinates("org.example", "app", "1.0", "jar");

    @TempDir
    Path folder;

    private final List<String> written = new ArrayList<>();

    /** Whatever a test writes is what the schemas say. */
    @AfterEach
    void everything_isValid() {
        assertThat(written).isNotEmpty().allSatisfy(BomSchema::assertValid);
    }

    @Test
    void aModel_isAComponent() throws Exception {
        var card = new ModelCard(
                null,
                "sentence-similarity",
                "sentence-transformers",
                List.of(),
                List.of("s2orc", "ms_marco"),
                List.of("en"));
        var model = described(
                request("acme/MiniLM-L6"),
                "apache-2.0",
                card,
                Map.of(GRAPH.path(), ScanVerdict.SAFE, CONFIG.path(), ScanVerdict.SUSPICIOUS),
                GRAPH,
                CONFIG);

        JsonNode component = onlyComponent(model);

        assertThat(component).isEqualTo(JSON.readTree("""
                                {
                                  "type": "machine-learning-model",
                                  "bom-ref": "pkg:huggingface/acme/MiniLM-L6@%1$s",
                                  "supplier": {"name": "acme", "url": ["https://huggingface.co/acme"]},
                                  "group": "acme",
                                  "name": "MiniLM-L6",
                                  "version": "%1$s",
                                  "licenses": [{"license": {"id": "Apache-2.0", "acknowledgement": "declared"}}],
                                  "purl": "pkg:huggingface/acme/MiniLM-L6@%1$s",
                                  "externalReferences": [
                                    {"type": "website", "url": "https://huggingface.co/acme/MiniLM-L6"},
                                    {"type": "distribution", "url": "https://huggingface.co/acme/MiniLM-L6/tree/%1$s"},
                                    {"type": "vcs", "url": "https://huggingface.co/acme/MiniLM-L6"}
                                  ],
                                  "components": [
                                    {
                                      "type": "file",
                                      "name": "config.json",
                                      "hashes": [{"alg": "SHA-256", "content": "%2$s"}],
                                      "properties": [
                                        {"name": "hf-models:size", "value": "2"},
                                        {"name": "hf-models:scan", "value": "suspicious"}
                                      ]
                                    },
                                    {
                                      "type": "file",
                                      "name": "onnx/model.onnx",
                                      "hashes": [{"alg": "SHA-256", "content": "%3$s"}],
                                      "properties": [
                                        {"name": "hf-models:size", "value": "90000000000"},
                                        {"name": "hf-models:scan", "value": "safe"}
                                      ]
                                    }
                                  ],
                                  "modelCard": {
                                    "modelParameters": {
                                      "task": "sentence-similarity",
                                      "datasets": [
                                        {"type": "dataset", "name": "s2orc"},
                                        {"type": "dataset", "name": "ms_marco"}
                                      ]
                                    },
                                    "properties": [
                                      {"name": "hf-models:library", "value": "sentence-transformers"},
                                      {"name": "hf-models:language", "value": "en"}
                                    ]
                                  },
                                  "properties": [
                                    {"name": "hf-models:source", "value": "huggingface"},
                                    {"name": "hf-models:revision", "value": "main"},
                                    {"name": "hf-models:selection", "value": "all files"},
                                    {"name": "hf-models:locked", "value": "true"},
                                    {"name": "hf-models:scan", "value": "suspicious"}
                                  ]
                                }
                                """.formatted(COMMIT, "b".repeat(64), "a".repeat(64))));
    }

    @Test
    void theProjectAndThePlugin_areNamed() throws Exception {
        JsonNode bom = bom(PROJECT, described("acme/tiny"));

        assertThat(bom.at("/metadata/component")).isEqualTo(JSON.readTree("""
                                {
                                  "type": "library",
                                  "bom-ref": "pkg:maven/org.example/app@1.0?type=jar",
                                  "group": "org.example",
                                  "name": "app",
                                  "version": "1.0",
                                  "purl": "pkg:maven/org.example/app@1.0?type=jar"
                                }
                                """));
        assertThat(bom.at("/metadata/tools/components/0/name").asText()).isEqualTo(TOOL.artifactId());
        assertThat(bom.at("/metadata/tools/components/0/version").asText()).isEqualTo("1.0.0");
        assertThat(bom.at("/version").asInt()).isEqualTo(1);
    }

    @Test
    void theTime_isThatOfTheBuildAlone() throws Exception {
        assertThat(bom(PROJECT, described("acme/tiny")).at("/metadata").has("timestamp"))
                .isFalse();

        var bom = new Bom(BomVersion.V1_6, Instant.ofEpochSecond(1_767_225_600), TOOL, PROJECT, List.of(), List.of());
        assertThat(JSON.readTree(text(bom)).at("/metadata/timestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void eachVersion_isWritten_theSameForTheSameModels(BomVersion version) throws Exception {
        String one = text(
                new Bom(version, null, TOOL, PROJECT, List.of(described("acme/a"), described("acme/b")), List.of()));
        String other = text(
                new Bom(version, null, TOOL, PROJECT, List.of(described("acme/b"), described("acme/a")), List.of()));

        assertThat(one).isEqualTo(other).endsWith("}\n").isASCII();
    }

    @Test
    void theSerialNumber_isMadeFromAllElse() throws Exception {
        String one = bom(PROJECT, described("acme/a")).at("/serialNumber").asText();
        String same = bom(PROJECT, described("acme/a")).at("/serialNumber").asText();
        String other = bom(PROJECT, described("acme/b")).at("/serialNumber").asText();

        assertThat(one).isEqualTo(same).isNotEqualTo(other).startsWith("urn:uuid:");
        UUID serial = UUID.fromString(one.substring("urn:uuid:".length()));
        assertThat(serial.version()).isEqualTo(3);
        assertThat(serial.variant()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "2.0", "", "1.6.0", "latest"})
    void anotherVersion_isRefused(String version) throws Exception {
        written.add(text(new Bom(BomVersion.of(" 1.6 "), null, TOOL, null, List.of(), List.of())));

        assertThatThrownBy(() -> BomVersion.of(version))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("'" + version + "'; expected 1.6 or 1.7");
    }

    /** Else none of these tests would show anything. */
    @ParameterizedTest
    @EnumSource
    void schemas_refuseWhatIsWrong(BomVersion version) throws Exception {
        String text = text(new Bom(version, null, TOOL, PROJECT, List.of(described("acme/a")), List.of()));

        for (String wrong : List.of(
                text.replace("machine-learning-model", "model"),
                text.replace("Apache-2.0", "apache"),
                text.replace("SHA-256", "SHA-257"),
                text.replace("\"purl\"", "\"url\""))) {
            assertThat(wrong).isNotEqualTo(text);
            assertThat(BomSchema.complaints(wrong, version.number())).isNotEmpty();
        }
    }

    @Test
    void withoutModels_itIsValid() throws Exception {
        assertThat(bom(null).at("/components")).isEmpty();
    }

    @Test
    void aLegacyModel_hasNoOwner() throws Exception {
        JsonNode component = onlyComponent(described("gpt2"));

        assertThat(component.at("/purl").asText()).isEqualTo("pkg:huggingface/gpt2@" + COMMIT);
        assertThat(component.has("group")).isFalse();
        assertThat(component.has("supplier")).isFalse();
    }

    @Test
    void whatHasNoTypeOfPackageUrl_isKnownByItsGitRepository() throws Exception {
        var dataset = onlyComponent(described(new RepoId(RepoType.DATASET, "acme/texts")));
        var space = onlyComponent(described(new RepoId(RepoType.SPACE, "acme/demo")));
        var modelScope = onlyComponent(described(new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "acme/tiny")));

        assertThat(dataset.at("/type").asText()).isEqualTo("data");
        assertThat(dataset.at("/data/0/type").asText()).isEqualTo("dataset");
        assertThat(vcs(dataset)).isEqualTo("git+https://huggingface.co/datasets/acme/texts@" + COMMIT);
        assertThat(space.at("/type").asText()).isEqualTo("application");
        assertThat(vcs(space)).isEqualTo("git+https://huggingface.co/spaces/acme/demo@" + COMMIT);
        assertThat(modelScope.at("/type").asText()).isEqualTo("machine-learning-model");
        assertThat(vcs(modelScope)).isEqualTo("git+https://www.modelscope.cn/acme/tiny.git@" + COMMIT);
    }

    private static String vcs(JsonNode component) throws Exception {
        var url = new PackageURL(component.at("/purl").asText());
        assertThat(url.getType()).isEqualTo("generic");
        assertThat(url.getNamespace()).isEqualTo("acme");
        assertThat(url.getVersion()).isEqualTo(COMMIT);
        return url.getQualifiers().get("vcs_url");
    }

    @Test
    void packageUrls_giveBackWhatWentIn() throws Exception {
        var hostile = new MavenCoordinates("org.example", "a b/c?", "1.0+@2#3%", "maven-plugin");
        JsonNode bom = bom(hostile, described("Acme/Tiny_v1.5"), described("gpt2"));

        var project = new PackageURL(bom.at("/metadata/component/purl").asText());
        assertThat(project.getType()).isEqualTo("maven");
        assertThat(project.getNamespace()).isEqualTo("org.example");
        assertThat(project.getName()).isEqualTo("a b/c?");
        assertThat(project.getVersion()).isEqualTo("1.0+@2#3%");
        assertThat(project.getQualifiers()).isEqualTo(Map.of("type", "maven-plugin"));
        var model = new PackageURL(bom.at("/components/0/purl").asText());
        assertThat(model.getType()).isEqualTo("huggingface");
        assertThat(model.getNamespace()).isEqualTo("Acme");
        assertThat(model.getName()).isEqualTo("Tiny_v1.5");
        assertThat(model.getVersion()).isEqualTo(COMMIT);
        for (JsonNode each : bom.findValues("purl")) {
            assertThat(new PackageURL(each.asText()).canonicalize()).isEqualTo(each.asText());
        }
    }

    @Test
    void anUnmappedLicense_hasItsNameAndItsText() throws Exception {
        var card = new ModelCard("https://acme.example/license text", null, null, List.of(), List.of(), List.of());
        var linked = new ModelCard("https://acme.example/license", null, null, List.of(), List.of(), List.of());

        assertThat(license("other (acme-1)", linked)).isEqualTo(JSON.readTree("""
                        [{"license": {"name": "other (acme-1)", "acknowledgement": "declared",
                          "url": "https://acme.example/license"}}]
                        """));
        assertThat(license("other", card).toString())
                .contains("\"name\":\"other\"")
                .doesNotContain("url");
        assertThat(license(null, linked).isMissingNode()).isTrue();
    }

    @Test
    void severalLicenses_areToldApart_evenIfOneIsUnknown() throws Exception {
        assertThat(license("apache-2.0, mit", ModelCard.EMPTY).findValuesAsText("id"))
                .containsExactly("Apache-2.0", "MIT");
        JsonNode partlyKnown = license("apache-2.0, acme", ModelCard.EMPTY);
        assertThat(partlyKnown.findValuesAsText("id")).containsExactly("Apache-2.0");
        assertThat(partlyKnown.findValuesAsText("name")).containsExactly("acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "LICENSE",
                "file:///etc/passwd",
                "https://user:password@acme.example/",
                "http://"
            })
    void aLinkThatIsNoWebAddress_isLeftOut(String link) throws Exception {
        var card = new ModelCard(link, null, null, List.of(), List.of(), List.of());

        assertThat(license("other", card).toString()).doesNotContain("url");
    }

    private JsonNode license(@Nullable String license, ModelCard card) throws Exception {
        return onlyComponent(described(request("acme/tiny"), license, card, Map.of(), CONFIG))
                .at("/licenses");
    }

    @Test
    void whatIsNotKnown_isSaidToBeUnknown() throws Exception {
        DescribedModel known = described("acme/tiny");
        var unknown = new DescribedModel(known.request(), known.model(), false, false);

        assertThat(onlyComponent(known).at("/properties").toString()).doesNotContain("hf-models:known");
        assertThat(onlyComponent(unknown).at("/properties").toString())
                .contains("{\"name\":\"hf-models:known\",\"value\":\"false\"}");
    }

    @Test
    void baseModels_areAncestors() throws Exception {
        var card = new ModelCard(null, null, null, List.of("acme/Base", "gpt2", "/my/folder"), List.of(), List.of());

        JsonNode ancestors = onlyComponent(described(request("acme/tiny"), null, card, Map.of(), CONFIG))
                .at("/pedigree/ancestors");

        assertThat(ancestors.findValuesAsText("purl"))
                .containsExactly("pkg:huggingface/acme/Base", "pkg:huggingface/gpt2");
        assertThat(ancestors.findValuesAsText("name")).containsExactly("Base", "gpt2", "/my/folder");
    }

    @Test
    void aModel_hasNoHashOfItsOwn_sinceASelectionIsNotTheModel() throws Exception {
        JsonNode ofOneFile = onlyComponent(described(request("acme/a"), null, ModelCard.EMPTY, Map.of(), GRAPH));

        assertThat(ofOneFile.has("hashes")).isFalse();
        assertThat(ofOneFile.at("/components/0/hashes/0/content").asText()).isEqualTo("a".repeat(64));
        assertThat(onlyComponent(described(request("acme/a"), null, ModelCard.EMPTY, Map.of()))
                        .has("components"))
                .isFalse();
    }

    @Test
    void onlySha256_isAHash() throws Exception {
        var unhashed = new RepoFile("config.json", 2, "1".repeat(40), null, null);

        JsonNode component = onlyComponent(described(request("acme/a"), null, ModelCard.EMPTY, Map.of(), unhashed));

        assertThat(component.findValue("hashes")).isNull();
    }

    @Test
    void severalSelectionsOfACommit_areOneComponent() throws Exception {
        ModelRequest graph = request(
                new RepoId(RepoType.MODEL, "acme/tiny"), new Revision("v1"), Selection.ofPath("onnx/model.onnx"), null);
        JsonNode component = onlyComponent(
                described(graph, "mit", ModelCard.EMPTY, Map.of(GRAPH.path(), ScanVerdict.UNSAFE), GRAPH),
                described(request("acme/tiny"), null, ModelCard.EMPTY, Map.of(), CONFIG, GRAPH));

        assertThat(component.at("/components").findValuesAsText("name").stream().filter(name -> !name.contains(":")))
                .containsExactly("config.json", "onnx/model.onnx");
        assertThat(component.at("/properties").toString())
                .contains("\"value\":\"main\"", "\"value\":\"v1\"", "\"value\":\"all files\"", "\"value\":\"unsafe\"");
        assertThat(component.at("/licenses/0/license/id").asText()).isEqualTo("MIT");
    }

    @Test
    void theProjectDependsOnModels_andTheyOnTheirCompanions() throws Exception {
        var companion = Companion.atDefault(new RepoId(RepoType.MODEL, "acme/base"), Part.EVERYTHING, "base model");
        var missing = Companion.atDefault(new RepoId(RepoType.MODEL, "acme/missing"), Part.EVERYTHING, "code");
        ModelRequest adapter = request("acme/adapter");
        var locked = new LockedModel(
                adapter.repo(),
                adapter.revision(),
                new CommitHash(COMMIT),
                null,
                adapter.selection(),
                List.of(CONFIG),
                List.of(companion, missing));
        DescribedModel base = described(adapter.companion(companion), "mit", ModelCard.EMPTY, Map.of(), CONFIG);

        JsonNode bom = bom(PROJECT, new DescribedModel(adapter, locked, true, true), base);

        String adapterUrl = "pkg:huggingface/acme/adapter@" + COMMIT;
        String baseUrl = "pkg:huggingface/acme/base@" + COMMIT;
        assertThat(bom.at("/dependencies")).isEqualTo(JSON.readTree("""
                                [
                                  {"ref": "pkg:maven/org.example/app@1.0?type=jar", "dependsOn": ["%1$s"]},
                                  {"ref": "%1$s", "dependsOn": ["%2$s"]},
                                  {"ref": "%2$s"}
                                ]
                                """.formatted(adapterUrl, baseUrl)));
    }

    @Test
    void whatIsMissing_isNamed_andTheProjectIsSaidToNeedMore() throws Exception {
        ModelRequest graph =
                request(new RepoId(RepoType.MODEL, "acme/other"), Revision.MAIN, Selection.ofPath("model.onnx"), null);
        var missing = List.of(request("acme/other"), graph, request("acme/optional"), request("acme/optional"));
        var withProject = new Bom(BomVersion.V1_6, null, TOOL, PROJECT, List.of(described("acme/tiny")), missing);
        var withoutProject = new Bom(BomVersion.V1_7, null, TOOL, null, List.of(), missing);

        JsonNode bom = JSON.readTree(text(withProject));

        assertThat(bom.at("/compositions")).isEqualTo(JSON.readTree("""
                [{"aggregate": "incomplete", "dependencies": ["pkg:maven/org.example/app@1.0?type=jar"]}]
                """));
        assertThat(bom.at("/metadata/properties")).isEqualTo(JSON.readTree("""
                [
                  {"name": "hf-models:missing", "value": "acme/optional@main"},
                  {"name": "hf-models:missing", "value": "acme/other@main"},
                  {"name": "hf-models:missing", "value": "acme/other@main (%s)"}
                ]
                """.formatted(graph.selection())));
        assertThat(bom.at("/components")).hasSize(1);
        assertThat(JSON.readTree(text(withoutProject)).at("/compositions"))
                .isEqualTo(JSON.readTree("[{\"aggregate\": \"incomplete\"}]"));
        assertThat(bom(PROJECT, described("acme/tiny")).has("compositions")).isFalse();
    }

    @Test
    void hostileTexts_areTexts() throws Exception {
        String text = "\"},{\u0000\u001b[31m</script>\ud800 \u202e" + "x".repeat(100_000);
        var card =
                new ModelCard("https://acme.example/\u0000", text, text, List.of(text), List.of(text), List.of(text));
        var file = new RepoFile("a\"\n\ud800\u202e\u00e9.bin", 1, "1".repeat(40), null, null, "b".repeat(64));

        JsonNode component = onlyComponent(described(request("acme/tiny"), text, card, Map.of(), file));

        assertThat(component.at("/components/0/name").asText()).isEqualTo(file.path());
        assertThat(component.at("/modelCard/modelParameters/task").asText())
                .hasSizeLessThan(200)
                .startsWith("\"},{\\u0000");
        assertThat(written.get(0)).isASCII().hasSizeLessThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a@b?c#d%e/f+g",
                "../x",
                "a\r\nb",
                "\u0000\u001b\u007f",
                "\u2028\u202e\ufffe",
                "\ud83d\ude00",
                "\udc00\ud800"
            })
    void namesOfFiles_comeBackAsTheyAre(String name) throws Exception {
        var file = new RepoFile(name, 1, "1".repeat(40), null, null, "b".repeat(64));

        JsonNode component = onlyComponent(described(request("acme/tiny"), null, ModelCard.EMPTY, Map.of(), file));

        assertThat(component.at("/components/0/name").asText()).isEqualTo(name);
        assertThat(written).allSatisfy(text -> assertThat(text).isASCII());
    }

    @Test
    void aCardThatRepeatsItself_isWrittenAsItIs() throws Exception {
        var card = new ModelCard(null, "", "", List.of("gpt2", "gpt2", ""), List.of("a", "a", ""), List.of("en", "en"));

        JsonNode component = onlyComponent(described(request("acme/tiny"), "mit, mit", card, Map.of(), CONFIG));

        assertThat(component.at("/licenses")).hasSize(1);
        assertThat(component.at("/pedigree/ancestors")).hasSize(3);
        assertThat(component.at("/modelCard/modelParameters/datasets")).hasSize(3);
    }

    @Test
    void otherTools_readIt() throws Exception {
        String text = text(new Bom(BomVersion.V1_6, null, TOOL, PROJECT, List.of(described("acme/tiny")), List.of()));

        org.cyclonedx.model.Bom read = new JsonParser().parse(text.getBytes(StandardCharsets.UTF_8));

        assertThat(read.getComponents()).hasSize(1);
        assertThat(read.getComponents()
                        .get(0)
                        .getComponents()
                        .get(0)
                        .getHashes()
                        .get(0)
                        .getValue())
                .isEqualTo("b".repeat(64));
    }

    @Test
    void theFile_isWrittenAgain() throws Exception {
        Path file = folder.resolve("target/hf-models/bom.cdx.json");
        var bom = new Bom(BomVersion.V1_6, null, TOOL, PROJECT, List.of(), List.of());

        bom.write(file);
        bom.write(file);

        assertThat(file).hasContent(text(bom));
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "");
        assertThatThrownBy(() -> bom.write(blocked.resolve("bom.json")))
                .hasMessageStartingWith("the bill of materials cannot be written to " + blocked.resolve("bom.json")
                        + " (hf.bomFile): ");
    }

    private String text(Bom bom) throws IOException {
        String text = new String(BomText.of(bom), StandardCharsets.UTF_8);
        written.add(text);
        return text;
    }

    private JsonNode bom(@Nullable MavenCoordinates project, DescribedModel... models) throws Exception {
        // What is written of models does not depend on the version.
        text(new Bom(BomVersion.V1_7, null, TOOL, project, List.of(models), List.of()));
        return JSON.readTree(text(new Bom(BomVersion.V1_6, null, TOOL, project, List.of(models), List.of())));
    }

    private JsonNode onlyComponent(DescribedModel... models) throws Exception {
        JsonNode components = bom(PROJECT, models).at("/components");
        assertThat(components).hasSize(1);
        return components.get(0);
    }

    private static ModelRequest request(String id) {
        return request(new RepoId(RepoType.MODEL, id), Revision.MAIN, Selection.of(Part.EVERYTHING), null);
    }

    private static ModelRequest request(RepoId repo, Revision revision, Selection selection, @Nullable Path directory) {
        return new ModelRequest(repo, revision, selection, repo.name(), directory, false);
    }

    private static DescribedModel described(String id) {
        return described(new RepoId(RepoType.MODEL, id));
    }

    private static DescribedModel described(RepoId repo) {
        ModelRequest request = request(repo, repo.source().defaultRevision(), Selection.of(Part.EVERYTHING), null);
        return described(request, "apache-2.0", ModelCard.EMPTY, Map.of(), CONFIG);
    }

    private static DescribedModel described(
            ModelRequest request,
            @Nullable String license,
            ModelCard card,
            Map<String, ScanVerdict> scans,
            RepoFile... files) {
        var model = new LockedModel(
                request.repo(),
                request.revision(),
                new CommitHash(COMMIT),
                license,
                request.selection(),
                List.of(files),
                List.of(),
                card,
                scans);
        return new DescribedModel(request, model, true, true);
    }
}
