package io.github.hfmodels.pom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("policy.xml");
    }

    @Test
    void aFile_hasTheElementsOfAPom() throws Exception {
        Policy policy = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- Everybody's. -->
                <policy>
                  <licenses>
                    <license>apache-2.0</license>
                    <license><![CDATA[m]]>it</license>
                  </licenses>
                  <pinned>true</pinned><!-- and so on -->
                  <exceptions>
                    <exception><model>acme/a</model><rule>pinned</rule><reason>R&amp;D</reason></exception>
                  </exceptions>
                </policy>
                """);

        assertThat(policy.origin()).isEqualTo("the/policy.xml");
        assertThat(policy.licenses()).containsExactly("apache-2.0", "mit");
        assertThat(policy.pinned()).isTrue();
        assertThat(policy.exemptions().get(0).reason()).isEqualTo("R&D");
    }

    @Test
    void aMistake_isToldWithItsLine() {
        assertRefused(
                "<policy>\n\n  <pinned>yes</pinned>\n</policy>", ", line 3: <pinned> is 'yes'; expected true or false");
        assertRefused(
                "<policy>\n<exceptions>\n<exception>\n<model>a/b</model>\n<rule>all</rule>\n<reason>x</reason></exception>"
                        + "</exceptions></policy>",
                ", line 5: exceptions[1]: <rule> is 'all'; expected one of licenses, pinned, remoteCode, unsafeFormats, scan,"
                        + " owners");
    }

    @Test
    void aListWithTextAndElements_isRefused() {
        assertRefused(
                "<policy><licenses>mit<license>mit</license></licenses></policy>",
                ", line 1: <licenses> has the text 'mit' and elements; expected one or the other. If one of them is"
                        + " inherited, put combine.self=\"override\" on <licenses>");
    }

    @Test
    void anExpression_isNoValue() {
        assertRefused("<policy><pinned>${x}</pinned></policy>", ", line 1: '${x}' names a property that is not set");
    }

    @Test
    void anotherRoot_isRefused() {
        assertRefused("<project/>", ", line 1: the root is <project>; expected <policy> without a namespace");
        assertRefused(
                "<policy xmlns='urn:x'/>", ", line 1: the root is <policy>; expected <policy> without a namespace");
    }

    @Test
    void brokenXml_isToldWithItsLine() {
        assertThatThrownBy(() -> read("<policy>\n<pinned>true</pined></policy>"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("policy file the/policy.xml, line 2: it is not well-formed XML: ")
                .hasMessageContaining("pinned");
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("policy file the/policy.xml, line 1: it is not well-formed XML: ");
    }

    @Test
    void aDoctype_isRefused_andNothingOfItIsRead() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "true");

        assertRefused(
                "<!DOCTYPE policy [<!ENTITY x SYSTEM '" + secret.toUri()
                        + "'>]>\n<policy><pinned>&x;</pinned></policy>",
                ", line 1: there is a DOCTYPE, which a policy must not have; remove it");
    }

    @Test
    void anUnknownEntity_isRefused() {
        assertThatThrownBy(() -> read("<policy><pinned>&x;</pinned></policy>"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("policy file the/policy.xml, line 1: ");
    }

    @Test
    void aLargeOrDeepFile_isRefused() {
        assertThatThrownBy(() -> read("<policy>" + " ".repeat(1 << 20) + "</policy>"))
                .isInstanceOf(UserException.class)
                .hasMessage("the policy file " + file + " has more than 1 MiB; expected a <policy>");
        assertRefused(
                "<policy>" + "<a>".repeat(1000) + "</a>".repeat(1000) + "</policy>",
                ", line 1: elements are nested too deeply for a policy");
    }

    @Test
    void aMissingFileAndAFolder_areTold() {
        assertThatThrownBy(() -> new PolicyFile(file, "x").read(source -> List.of()))
                .isInstanceOf(UserException.class)
                .hasMessage("the policy file " + file + " is not there; check hf.policyFile");
        assertThatThrownBy(() -> new PolicyFile(folder, "x").read(source -> List.of()))
                .hasMessage("the policy file " + folder + " is a folder; expected an XML file");
    }

    @Test
    void anArtifact_isToldWithItsFile() throws IOException {
        Files.writeString(file, "<policy><pinned/></policy>");

        assertThatThrownBy(() -> new PolicyFile(file, "org.acme:models:1").read(source -> List.of()))
                .hasMessage(
                        "policy file org.acme:models:1 (policy.xml), line 1: <pinned> is empty; expected true or false");
    }

    private void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UserException.class)
                .hasMessage("policy file the/policy.xml" + message);
    }

    private Policy read(String text) throws IOException {
        Files.writeString(file, text);
        return new PolicyFile(file, "the/policy.xml").read(source -> List.of());
    }
}
