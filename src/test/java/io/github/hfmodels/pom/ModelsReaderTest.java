package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.pom.ModelElement.PresetElements;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsReaderTest {

    private static final Map<String, String> PROPERTIES =
            Map.of("${id}", "owner/name", "${id}@${rev}", "owner/name@v1", "${half}/x", "${half}/x", "${blank}", " ");

    private final ModelsReader reader = new ModelsReader(PROPERTIES::get);

    @Test
    void noModels_isAnEmptyList() throws Exception {
        assertThat(reader.read(null)).isEmpty();
        assertThat(read("")).isEmpty();
        assertThat(read(" <!-- none --> \n ")).isEmpty();
    }

    @Test
    void text_isTheCoordinates() throws Exception {
        assertThat(read("<model>\n owner/name@v1 \n</model><model>gpt2</model>"))
                .containsExactly(
                        ModelElement.ofText("models[1]", "owner/name@v1"), ModelElement.ofText("models[2]", "gpt2"));
    }

    @Test
    void elements_areReadIntoTheirPlaces() throws Exception {
        List<ModelElement> elements = read("""
                <model>
                  <id> owner/name </id>
                  <type>dataset</type>
                  <revision>v1</revision>
                  <includes><include>onnx/</include><include> *.json </include></includes>
                  <excludes><exclude>*.h5</exclude></excludes>
                  <alias>mini</alias>
                  <directory>target/mini</directory>
                  <layout>flat</layout>
                  <optional>true</optional>
                  <source>huggingface</source>
                  <alternate>modelscope://owner/name</alternate>
                </model>""");

        assertThat(elements)
                .containsExactly(new ModelElement(
                        "models[1]",
                        "owner/name",
                        "dataset",
                        "v1",
                        List.of("onnx/", "*.json"),
                        List.of("*.h5"),
                        PresetElements.NONE,
                        "mini",
                        "target/mini",
                        "flat",
                        "true",
                        "huggingface",
                        "modelscope://owner/name"));
    }

    @Test
    void idAlone_leavesTheRestUnset() throws Exception {
        assertThat(read("<model><id>owner/name</id><revision/><includes/></model>"))
                .containsExactly(new ModelElement(
                        "models[1]",
                        "owner/name",
                        null,
                        null,
                        List.of(),
                        List.of(),
                        PresetElements.NONE,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void patterns_canBeATextWithCommas() throws Exception {
        List<ModelElement> elements = read("<model><id>a/b</id><includes> onnx/ , ,*.json\n</includes></model>");

        assertThat(elements.get(0).includes()).containsExactly("onnx/", "*.json");
    }

    @Test
    void mavensOwnAttributes_areAllowed() throws Exception {
        List<ModelElement> elements = read(
                "<model combine.self=\"override\" xml:space=\"preserve\"><id combine.children=\"append\">a/b</id></model>");

        assertThat(elements.get(0).coordinates()).isEqualTo("a/b");
    }

    @Test
    void expressions_areEvaluated() throws Exception {
        assertThat(read("<model>${id}</model><model>${id}@${rev}</model><model><id>${id}</id></model>"))
                .extracting(ModelElement::coordinates)
                .containsExactly("owner/name", "owner/name@v1", "owner/name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "some text                                       | <models> holds text; expected <model> elements",
                "<modle>a/b</modle>                              | models[1]: unknown element <modle>; expected <model>",
                "<model>a/b</model><id>a/b</id>                  | models[2]: unknown element <id>; expected <model>",
                "<model/>                                        | models[1] is empty; expected owner/name or the element <id>",
                "<model>a/b</model><model> </model>              | models[2] is empty",
                "<model>${blank}</model>                         | models[1] is empty",
                "<model>${unset}</model>                         | models[1]: '${unset}' names a property that is not set",
                "<model>${half}/x</model>                        | models[1]: '${half}/x' names a property that is not set",
                "<model><id>${unset}</id></model>                | models[1]: '${unset}' names a property that is not set",
                "<model repo='a/b'/>                             | models[1]: unknown attribute 'repo'; expected elements",
                "<model repo='a/b'>a/b</model>                   | models[1]: unknown attribute 'repo'",
                "<model><id revision='v1'>a/b</id></model>       | models[1], <id>: unknown attribute 'revision'",
                "<model><id>a/b</id><id>c/d</id></model>         | models[1]: has two <id>; expected one",
                "<model><revision>v1</revision></model>          | models[1] has no <id>; expected owner/name",
                "<model><id/></model>                            | models[1] has no <id>",
                "<model><repo>a/b</repo></model>                 | models[1]: unknown element <repo>; expected one of id, type, revision, includes, excludes, preset, variant, modelClass, processorClass, trustRemoteCode, alias, directory, layout, optional, source",
                "<model><id>a/b</id><aliass>c</aliass></model>   | models[1]: unknown element <aliass>; did you mean <alias>? Expected one of id, type,",
                "<model><id>a/b</id><include>c</include></model> | models[1]: unknown element <include>; did you mean <includes>?",
                "<model><id><x>a/b</x></id></model>              | models[1]: <id> holds elements; expected a text",
                "<model><id>a/b</id><alias><x/></alias></model>  | models[1]: <alias> holds elements",
                "<model><id>a/b</id><includes><inc>x</inc></includes></model>            | <includes> holds <inc>; expected <include> with a pattern",
                "<model><id>a/b</id><includes><exclude>x</exclude></includes></model>    | <includes> holds <exclude>; expected <include>",
                "<model><id>a/b</id><includes><include/></includes></model>              | <includes> holds <include> without a pattern; expected <include>",
                "<model><id>a/b</id><excludes><exclude> </exclude></excludes></model>    | <excludes> holds <exclude> without a pattern",
                "<model><id>a/b</id><includes><include><x/></include></includes></model> | <include> holds elements; expected a text",
                "<model><id>a/b</id><includes><include dir='x'>y</include></includes></model> | models[1], <include>: unknown attribute 'dir'",
            })
    void wrongConfiguration_isRefusedWithItsPlace(String xml, String message) {
        assertThatThrownBy(() -> read(xml)).isInstanceOf(UserException.class).hasMessageContaining(message);
    }

    /** What Maven 3 makes of a POM that overrides its parent's text with elements. */
    @Test
    void textAndElements_byInheritance_areRefused() throws Exception {
        PlexusConfiguration models =
                inherited("<models><model>a/b</model></models>", "<models><model><id>c/d</id></model></models>");

        assertThatThrownBy(() -> reader.read(models))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("models[1]: has the text 'a/b' and elements; expected one or the other")
                .hasMessageContaining("combine.self=\"override\"");
    }

    @Test
    void patternsAsTextAndElements_byInheritance_areRefused() throws Exception {
        PlexusConfiguration models = inherited(
                "<models><model><id>a/b</id><includes>x</includes></model></models>",
                "<models><model><id>a/b</id><includes><include>y</include></includes></model></models>");

        assertThatThrownBy(() -> reader.read(models))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(
                        "models[1]: <includes> has the text 'x' and elements; expected one or the other")
                .hasMessageContaining("combine.self=\"override\"");
    }

    @Test
    void attributeOfModels_isRefused() throws Exception {
        PlexusConfiguration models = configuration("<models from='x'><model>a/b</model></models>");

        assertThatThrownBy(() -> reader.read(models))
                .isInstanceOf(UserException.class)
                .hasMessage("<models>: unknown attribute 'from'; expected elements");
    }

    private List<ModelElement> read(String children) throws Exception {
        return reader.read(configuration("<models>" + children + "</models>"));
    }

    private static PlexusConfiguration inherited(String parent, String child) throws Exception {
        return new XmlPlexusConfiguration(Xpp3Dom.mergeXpp3Dom(
                Xpp3DomBuilder.build(new StringReader(child)), Xpp3DomBuilder.build(new StringReader(parent))));
    }

    private static PlexusConfiguration configuration(String xml) throws Exception {
        return new XmlPlexusConfiguration(Xpp3DomBuilder.build(new StringReader(xml)));
    }
}
