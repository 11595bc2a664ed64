package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What Eclipse reads, beside what Maven reads. */
class LifecycleMappingTest {

    private static final String MAPPING = "/META-INF/m2e/lifecycle-mapping-metadata.xml";
    private static final String DESCRIPTOR = "/META-INF/maven/plugin.xml";

    /** Eclipse complains of a goal in the lifecycle that nobody maps; one that does not exist would hide a misspelling. */
    @Test
    void mapping_namesTheGoalsThatHaveAPhase() throws Exception {
        List<String> mapped = texts(MAPPING, "//pluginExecutionFilter/goals/goal");
        List<String> bound = texts(DESCRIPTOR, "/plugin/mojos/mojo[phase]/goal");

        assertThat(bound).isNotEmpty();
        assertThat(mapped).containsExactlyInAnyOrderElementsOf(bound);
    }

    @Test
    void prefetch_runsOnImportAndNotOnEachSave() throws Exception {
        String action = "//pluginExecution[pluginExecutionFilter/goals/goal='prefetch']/action/execute/";

        assertThat(texts(MAPPING, action + "runOnConfiguration")).containsExactly("true");
        assertThat(texts(MAPPING, action + "runOnIncremental")).containsExactly("false");
    }

    private static List<String> texts(String resource, String path) throws Exception {
        try (InputStream xml = Objects.requireNonNull(LifecycleMappingTest.class.getResourceAsStream(resource))) {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
            var found =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
            return IntStream.range(0, found.getLength())
                    .mapToObj(index -> found.item(index).getTextContent().strip())
                    .toList();
        }
    }
}
