package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads a repository's licence from the card, as the Hub passes it on. A value that is not valid counts as missing. */
final class Licenses {

    private static final String TAG = "license:";

    private Licenses() {}

    /**
     * The declared licence: the card's, with the name in brackets if the Hub does not know the licence; else the one among the
     * Hub's tags.
     *
     * @param card the metadata of the repository's README; null when there is none
     * @param tags the Hub's tags; null when there are none
     * @return null when none is declared
     */
    static @Nullable String declared(@Nullable JsonNode card, @Nullable JsonNode tags) {
        Optional<String> license = text(card, "license");
        if (license.isEmpty()) {
            return texts(tags)
                    .filter(tag -> tag.startsWith(TAG))
                    .map(tag -> tag.substring(TAG.length()).strip())
                    .filter(word -> !word.isEmpty())
                    .findFirst()
                    .orElse(null);
        }
        Optional<String> name = text(card, "license_name");
        return license.get().equals("other") && name.isPresent() ? "other (" + name.get() + ")" : license.get();
    }

    /** A dataset may have several licences. */
    private static Optional<String> text(@Nullable JsonNode card, String member) {
        JsonNode value = card == null ? MissingNode.getInstance() : card.path(member);
        String text =
                value.isTextual() ? value.textValue().strip() : texts(value).collect(Collectors.joining(", "));
        return Optional.of(text).filter(any -> !any.isEmpty());
    }

    private static Stream<String> texts(@Nullable JsonNode array) {
        return array == null || !array.isArray()
                ? Stream.empty()
                : StreamSupport.stream(array.spliterator(), false)
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue);
    }
}
