package io.github.hfmodels.pom;

import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.SourceEndpoints;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.policy.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.plexus.configuration.DefaultPlexusConfiguration;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * A file with a policy: XML whose root is {@code <policy>}, with the elements that the POM may have in it. Expressions have no meaning in
 * it, since it is the same in all modules and projects.
 *
 * @param file where it is
 * @param origin what messages call it: the text that names it in the configuration
 */
public record PolicyFile(Path file, String origin) {

    /** Far more than any policy needs, in bytes. */
    private static final int MAX_SIZE = 1 << 20;

    /** Policies have a depth of 4. */
    private static final int MAX_DEPTH = 16;

    /**
     * Reads the policy.
     *
     * @param endpoints the addresses of the sources in use
     * @throws UserException when it cannot be read, is no policy, or something in it is wrong; the message says in which line
     */
    public Policy read(SourceEndpoints endpoints) {
        Map<PlexusConfiguration, Integer> lines = new IdentityHashMap<>();
        PlexusConfiguration root = parse(content(), lines);
        // An expression is an unset property to it, and its message says so.
        var texts = new ModelsReader(text -> null);
        return new PolicyReader(texts, element -> place(lines.getOrDefault(element, 1)), endpoints).read(root, origin);
    }

    private byte[] content() {
        if (!Files.isRegularFile(file)) {
            throw new UserException("the policy file " + file
                    + (Files.isDirectory(file)
                            ? " is a folder; expected an XML file"
                            : " is not there; check hf.policyFile"));
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_SIZE + 1);
        } catch (IOException e) {
            throw new UserException("the policy file " + file + " cannot be read: " + DiskFailure.sentence(e, file), e);
        }
        if (content.length > MAX_SIZE) {
            throw new UserException("the policy file " + file + " has more than 1 MiB; expected a <policy>");
        }
        return content;
    }

    private PlexusConfiguration parse(byte[] content, Map<PlexusConfiguration, Integer> lines) {
        // Not newInstance, which looks for other parsers.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(content));
            int event = xml.next();
            while (event != XMLStreamConstants.START_ELEMENT) {
                if (event == XMLStreamConstants.DTD) {
                    throw wrong(xml, "there is a DOCTYPE, which a policy must not have; remove it");
                }
                event = xml.next();
            }
            if (!xml.getName().toString().equals("policy")) {
                throw wrong(
                        xml,
                        "the root is <" + Printable.of(xml.getLocalName())
                                + ">; expected <policy> without a namespace");
            }
            PlexusConfiguration root = element(xml, lines, 1);
            while (xml.hasNext()) {
                xml.next();
            }
            return root;
        } catch (XMLStreamException e) {
            throw new UserException(
                    place(e.getLocation() == null ? 1 : e.getLocation().getLineNumber())
                            + ": it is not well-formed XML: " + Printable.of(reason(e)),
                    e);
        }
    }

    /** Without the place, with which the parser's message begins. */
    private static String reason(XMLStreamException failure) {
        String message = String.valueOf(failure.getMessage());
        int start = message.indexOf("Message: ");
        return (start < 0 ? message : message.substring(start + "Message: ".length())).strip();
    }

    private PlexusConfiguration element(XMLStreamReader xml, Map<PlexusConfiguration, Integer> lines, int depth)
            throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw wrong(xml, "elements are nested too deeply for a policy");
        }
        var element = new DefaultPlexusConfiguration(xml.getName().toString());
        lines.put(element, xml.getLocation().getLineNumber());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            element.setAttribute(xml.getAttributeName(i).toString(), xml.getAttributeValue(i));
        }
        var text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> element.addChild(element(xml, lines, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw wrong(
                            xml,
                            "there is the entity &" + Printable.of(xml.getLocalName())
                                    + ";, which XML does not have by itself");
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
        element.setValue(text.toString());
        return element;
    }

    private UserException wrong(XMLStreamReader xml, String what) {
        return new UserException(place(xml.getLocation().getLineNumber()) + ": " + what);
    }

    private String place(int line) {
        String name = Objects.toString(file.getFileName());
        return "policy file " + (origin.endsWith(name) ? origin : origin + " (" + name + ")") + ", line " + line;
    }
}
