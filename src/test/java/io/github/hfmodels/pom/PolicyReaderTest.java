package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.policy.Exemption;
import io.github.hfmodels.policy.Policy;
import io.github.hfmodels.policy.Rule;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {

    private static final Map<String, String> PROPERTIES = Map.of("${license}", "mit", "${strict}", "true");

    @Test
    void anEmptyPolicy_allowsEverything() throws Exception {
        assertThat(read(""))
                .isEqualTo(new Policy(
                        "<policy>", List.of(), List.of(), false, true, true, false, false, List.of(), List.of(), true));
    }

    @Test
    void elements_areReadIntoTheirPlaces() throws Exception {
        Policy policy = read("""
                <licenses combine.children="append"><license>apache-2.0</license><license> ${license} </license></licenses>
                <deniedLicenses><deniedLicense>llama3</deniedLicense><license>gpl-3.0</license></deniedLicenses>
                <pinned>${strict}</pinned>
                <remoteCode>false</remoteCode>
                <unsafeFormats>false</unsafeFormats>
                <scan>true</scan>
                <allowUnscanned>true</allowUnscanned>
                <owners><owner>acme</owner><owner>modelscope://acme</owner></owners>
                <exceptions>
                  <exception><model>acme/encoder</model><rule>licenses</rule><reason>contract 2026-17</reason></exception>
                  <exception>
                    <model>hf://datasets/acme/texts@v1</model><rule>deniedLicenses</rule><reason>ours</reason>
                  </exception>
                </exceptions>
                <enforce>false</enforce>""");

        assertThat(policy)
                .isEqualTo(new Policy(
                        "<policy>",
                        List.of("apache-2.0", "mit"),
                        List.of("llama3", "gpl-3.0"),
                        true,
                        false,
                        false,
                        true,
                        true,
                        List.of("acme", "modelscope://acme"),
                        List.of(
                                new Exemption(
                                        new RepoId(RepoType.MODEL, "acme/encoder"),
                                        null,
                                        Rule.LICENSES,
                                        "contract 2026-17"),
                                new Exemption(
                                        new RepoId(RepoType.DATASET, "acme/texts"),
                                        new Revision("v1"),
                                        Rule.LICENSES,
                                        "ours")),
                        false));
    }

    @Test
    void lists_mayBeTextWithCommas() throws Exception {
        Policy policy =
                read("<licenses>apache-2.0, ${license}</licenses><owners>acme,</owners>".replace("${license}", "mit"));

        assertThat(policy.licenses()).containsExactly("apache-2.0", "mit");
        assertThat(policy.owners()).containsExactly("acme");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <license>mit</license> | <policy>: unknown element <license>; did you mean <licenses>? Expected one of licenses, deniedLicenses, pinned, remoteCode, unsafeFormats, scan, allowUnscanned, owners, exceptions, enforce
                    <pined>true</pined> | <policy>: unknown element <pined>; did you mean <pinned>? Expected one of licenses, deniedLicenses, pinned, remoteCode, unsafeFormats, scan, allowUnscanned, owners, exceptions, enforce
                    mit | <policy>: <policy> has the text 'mit'; expected elements, of licenses, deniedLicenses, pinned, remoteCode, unsafeFormats, scan, allowUnscanned, owners, exceptions, enforce
                    <pinned>yes</pinned> | <policy>: <pinned> is 'yes'; expected true or false
                    <pinned/> | <policy>: <pinned> is empty; expected true or false
                    <pinned>true</pinned><pinned>true</pinned> | <policy>: has two <pinned>; expected one
                    <scan value="true"/> | <policy>, <scan>: unknown attribute 'value'; expected elements
                    <scan>${unset}</scan> | <policy>: '${unset}' names a property that is not set
                    <scan><always/></scan> | <policy>: <scan> holds elements; expected a text
                    <licenses><licence>mit</licence></licenses> | <policy>: <licenses> has the element <licence>; expected <license>
                    <licenses><license/></licenses> | <policy>: <license> is empty; expected a text
                    <licenses/> | <policy>: <licenses> is empty; expected <license>
                    <exceptions>all</exceptions> | <policy>: <exceptions> has the text 'all'; expected <exception>
                    <exceptions><model/></exceptions> | <policy>: <exceptions> has the element <model>; expected <exception>
                    """)
    void whatIsWrong_isToldWithWhatWasExpected(String elements, String message) {
        assertThatThrownBy(() -> read(elements))
                .isInstanceOf(UserException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <rule>scan</rule><reason>x</reason> | it has no <model>; expected model, rule and reason
                    <model>acme/a</model><reason>x</reason> | it has no <rule>; expected model, rule and reason
                    <model>acme/a</model><rule>scan</rule> | it has no <reason>; expected model, rule and reason
                    <model>acme/a</model><rule>scan</rule><reason> </reason> | <reason> is empty; expected why the model may break the rule
                    <model>hf://acme/a/x.bin</model><rule>scan</rule><reason>x</reason> | <model> names the file or folder 'x.bin'; expected the whole model, without it
                    <model>acme/a</model><rule>scans</rule><reason>x</reason> | <rule> is 'scans'; did you mean scan? Expected one of licenses, pinned, remoteCode, unsafeFormats, scan, owners
                    <model>acme/a</model><rule>enforce</rule><reason>x</reason> | <rule> is 'enforce'; expected one of licenses, pinned, remoteCode, unsafeFormats, scan, owners
                    <model>acme/a</model><rule>scan</rule><because>x</because> | unknown element <because>; expected one of model, rule, reason
                    """)
    void aWrongException_isNumbered(String elements, String message) {
        String right = "<exception><model>acme/a</model><rule>scan</rule><reason>x</reason></exception>";

        assertThatThrownBy(() -> read("<exceptions>" + right + "<exception>" + elements + "</exception></exceptions>"))
                .isInstanceOf(UserException.class)
                .hasMessage("<policy>: exceptions[2]: " + message);
    }

    @Test
    void aModelThatIsNone_isToldWithItsElement() {
        assertThatThrownBy(() -> read("<exceptions><exception><model>a b</model><rule>scan</rule><reason>x</reason>"
                        + "</exception></exceptions>"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("<policy>: exceptions[1]: <model>: ");
    }

    private static Policy read(String elements) throws Exception {
        var dom = Xpp3DomBuilder.build(new StringReader("<policy>" + elements + "</policy>"));
        return PolicyReader.ofPom(PROPERTIES::get, source -> List.of())
                .read(new XmlPlexusConfiguration(dom), "<policy>");
    }
}
