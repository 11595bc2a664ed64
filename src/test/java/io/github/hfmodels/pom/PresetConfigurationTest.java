package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.TestEndpoints;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelRequest;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The elements of a model that are about presets, from the POM to the request. */
class PresetConfigurationTest {

    private static final Map<String, String> PROPERTIES =
            Map.of("${quantization}", "Q4_K_M", "${trust}", "true", "${none}", " ");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                   | all files",
                "<preset>snapshot</preset>                            | all files",
                "<preset/>                                            | all files",
                "<preset>transformers</preset>                        | preset transformers",
                "<preset> transformers </preset>                      | preset transformers",
                "<preset>sentence-transformers</preset>               | preset sentence-transformers",
                "<preset>diffusers</preset><variant>fp16</variant>    | preset diffusers, variant fp16",
                "<preset>safetensors</preset><variant>fp16</variant>  | preset safetensors, variant fp16",
                "<preset>onnx</preset><variant>int8</variant>         | preset onnx, variant int8",
                "<preset>gguf</preset><variant>${quantization}</variant> | preset gguf, variant Q4_K_M",
                "<preset>gguf</preset><variant>${none}</variant>      | preset gguf",
                "<preset>tokenizer</preset>                           | preset tokenizer",
                "<preset>transformers</preset><modelClass>AutoModel</modelClass><processorClass>AutoTokenizer</processorClass> | preset transformers, modelClass AutoModel, processorClass AutoTokenizer",
                "<preset>transformers</preset><trustRemoteCode>true</trustRemoteCode> | preset transformers, trustRemoteCode true",
                "<preset>transformers</preset><trustRemoteCode>${trust}</trustRemoteCode> | preset transformers, trustRemoteCode true",
                "<preset>transformers</preset><trustRemoteCode>false</trustRemoteCode> | preset transformers",
                "<trustRemoteCode>false</trustRemoteCode>             | all files",
                "<preset>onnx</preset><trustRemoteCode>false</trustRemoteCode> | preset onnx",
                "<preset>onnx</preset><includes>README.md</includes>  | preset onnx, includes [README.md]",
                "<preset>onnx</preset><excludes>*.md</excludes>       | preset onnx, excludes [*.md]",
            })
    void elements_becomeTheSelection(String elements, String selection) throws Exception {
        assertThat(request("<id>o/n</id>" + elements).selection()).hasToString(selection);
    }

    @Test
    void presetsAndTheRest_goTogether() throws Exception {
        ModelRequest request = request("<id>o/n@v1</id><preset>gguf</preset><variant>Q8_0</variant>"
                + "<alias>chat</alias><directory>out</directory><optional>true</optional>");

        assertThat(request).hasToString("o/n@v1");
        assertThat(request.alias()).isEqualTo("chat");
        assertThat(request.directory()).isEqualTo(Path.of("out").toAbsolutePath());
        assertThat(request.optional()).isTrue();
        assertThat(request.neededBy()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<preset>pytorch</preset> | <preset> is 'pytorch'; expected snapshot, transformers, sentence-transformers, diffusers, safetensors, onnx, gguf, tokenizer",
                "<preset>ONNX</preset>    | <preset> is 'ONNX'; expected snapshot, ",
                "<preset>sentence_transformers</preset> | <preset> is 'sentence_transformers'; expected snapshot, ",
                "<variant>fp16</variant>  | <variant> is 'fp16', which the preset snapshot does not use; expected it with <preset> transformers, sentence-transformers, diffusers, safetensors, onnx, gguf",
                "<preset>tokenizer</preset><variant>fp16</variant> | <variant> is 'fp16', which the preset tokenizer does not use; expected it with",
                "<preset>sentence-transformers</preset><modelClass>AutoModel</modelClass> | <modelClass> is 'AutoModel', which the preset sentence-transformers does not use; expected it with <preset> transformers",
                "<modelClass>AutoModel</modelClass> | <modelClass> is 'AutoModel', which the preset snapshot does not use",
                "<preset>onnx</preset><processorClass>AutoTokenizer</processorClass> | <processorClass> is 'AutoTokenizer', which the preset onnx does not use",
                "<preset>onnx</preset><trustRemoteCode>true</trustRemoteCode> | <trustRemoteCode> is 'true', which the preset onnx does not use; expected it with <preset> transformers, sentence-transformers, diffusers",
                "<trustRemoteCode>true</trustRemoteCode> | <trustRemoteCode> is 'true', which the preset snapshot does not use",
                "<preset>transformers</preset><trustRemoteCode>yes</trustRemoteCode> | <trustRemoteCode> is 'yes'; expected true or false",
                "<preset>onnx</preset><preset>gguf</preset> | has two <preset>; expected one",
                "<preset><onnx/></preset> | <preset> holds elements; expected a text",
                "<preset>${unset}</preset> | '${unset}' names a property that is not set",
                "<preset kind='x'>onnx</preset> | <preset>: unknown attribute 'kind'",
                "<presets>onnx</presets> | unknown element <presets>; did you mean <preset>? Expected one of id, type, revision, includes, excludes, preset, variant, modelClass, processorClass, trustRemoteCode, alias, directory, layout, optional, source",
            })
    void whatIsWrongOrContradictsItself_isRefusedWithItsPlace(String elements, String message) {
        assertThatThrownBy(() -> request("<id>o/n</id>" + elements))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("models[1]")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf://o/n/onnx/model.onnx", "hf://o/n/onnx"})
    void aPathAndAPreset_contradictEachOther(String id) {
        assertThatThrownBy(() -> request("<id>" + id + "</id><preset>onnx</preset>"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("models[1]: <id> names the file or folder 'onnx")
                .hasMessageEndingWith("' and there is a <preset>; expected one or the other");
    }

    @Test
    void aPathAndThePresetOfEverything_doNot() throws Exception {
        assertThat(request("<id>hf://o/n/onnx</id><preset>snapshot</preset>").selection())
                .hasToString("includes [onnx, onnx/*]");
    }

    @Test
    void twoPartsOfARepository_needTwoAliases() {
        assertThatThrownBy(
                        () -> requests(
                                "<model><id>o/n</id><preset>onnx</preset></model><model><id>o/n</id><preset>gguf</preset></model>"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("have one alias, 'n'");
    }

    private static ModelRequest request(String elements) throws Exception {
        return requests("<model>" + elements + "</model>").get(0);
    }

    private static List<ModelRequest> requests(String models) throws Exception {
        var xml = new XmlPlexusConfiguration(Xpp3DomBuilder.build(new StringReader("<models>" + models + "</models>")));
        List<ModelElement> elements = new ModelsReader(PROPERTIES::get).read(xml);
        return new ModelRequests(
                        TestEndpoints.ofHub(URI.create("https://huggingface.co")),
                        text -> Path.of(text).toAbsolutePath(),
                        null,
                        warning -> {})
                .of(elements);
    }
}
