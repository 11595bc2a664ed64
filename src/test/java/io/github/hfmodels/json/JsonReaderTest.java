package io.github.hfmodels.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.model.InvalidValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as it is read without a library, compared with Jackson. */
class JsonReaderTest {

    private static final int DOCUMENTS = 20_000;

    @Test
    void scalar_isAStringOrANumberAsWritten() {
        assertThat(new JsonReader("\"a\\/\\u00e9\"").scalar()).isEqualTo("a/é");
        assertThat(new JsonReader(" -1.50e3 ").scalar()).isEqualTo("-1.50e3");
        assertThat(new JsonReader("null").scalarOrNull()).isNull();
        assertThat(new JsonReader(" 12").number()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "false", "", "{}", "[]", "\"", "\"\\", "\"\\u12", "\"\\q\""})
    void scalar_ofAnythingElse_isRefused(String json) {
        assertThatThrownBy(() -> new JsonReader(json).scalar()).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void array_isReadElementByElement() {
        var json = new JsonReader(" [ \"a\" , 2,\"c\"] ");
        var elements = new ArrayList<String>();

        json.array(() -> elements.add(json.scalar()));
        json.end();

        assertThat(elements).containsExactly("a", "2", "c");
        new JsonReader("[ ]").array(() -> elements.add("none"));
        assertThat(elements).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[1", "[1,]", "{}", "1", "[1 2]"})
    void array_ofAnythingElse_isRefused(String text) {
        var json = new JsonReader(text);

        assertThatThrownBy(() -> json.array(json::skip)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": [1, {\"b\": \"}\"}]}", "[ ]", "\"a \\\" b\"", "-1.5e3", "true", "null"})
    void raw_isTheValuesText(String value) {
        var json = new JsonReader("{\"before\": 1, \"it\" :  " + value + " , \"after\": 2}");
        var texts = new ArrayList<String>();

        json.object(key -> texts.add(json.raw()));

        assertThat(texts).containsExactly("1", value, "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[", "[1,]", "[1", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{1:2}", "\"", ",", "]"})
    void skip_ofBrokenText_isRefused(String json) {
        assertThatThrownBy(() -> new JsonReader(json).skip()).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void documents_areReadAsByJackson() throws Exception {
        var random = new Random(20261122);
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = document(random);

            assertThat(members(document, kinds(document).orElseThrow()))
                    .as(document)
                    .isEqualTo(membersByJackson(document));
        }
    }

    @Test
    void damagedDocuments_thatJacksonStillReads_areReadAlike() throws Exception {
        var random = new Random(20261122);
        int compared = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            var damaged = new StringBuilder(document(random));
            damaged.setCharAt(random.nextInt(damaged.length()), " {}[]\",:\\un0-".charAt(random.nextInt(13)));
            String document = damaged.toString();
            Optional<List<JsonToken>> kinds = kinds(document);
            if (kinds.isPresent()) {
                assertThat(members(document, kinds.get())).as(document).isEqualTo(membersByJackson(document));
                compared++;
            } else {
                skipQuietly(document);
            }
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    private static void skipQuietly(String document) {
        try {
            new JsonReader(document).skip();
        } catch (InvalidValueException e) {
            // The one way of refusing; any other exception fails the test.
        }
    }

    /** The members as {@link JsonReader} reads them, containers and booleans left out. */
    private static List<String> members(String document, List<JsonToken> kinds) {
        var members = new ArrayList<String>();
        Iterator<JsonToken> kind = kinds.iterator();
        var json = new JsonReader(document);
        json.object(key -> {
            if (isScalar(kind.next())) {
                members.add(key + "=" + json.scalarOrNull());
            } else {
                json.skip();
                members.add(key);
            }
        });
        json.end();
        return members;
    }

    private static List<String> membersByJackson(String document) throws IOException {
        var members = new ArrayList<String>();
        try (JsonParser parser = new JsonFactory().createParser(document)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken kind = parser.nextToken();
                members.add(isScalar(kind) ? key + "=" + parser.getText() : key);
                parser.skipChildren();
            }
        }
        return members;
    }

    /** The kinds of the members' values; empty when Jackson does not take the text for one object. */
    private static Optional<List<JsonToken>> kinds(String document) throws IOException {
        var kinds = new ArrayList<JsonToken>();
        try (JsonParser parser = new JsonFactory().createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                kinds.add(parser.nextToken());
                parser.skipChildren();
            }
            return parser.nextToken() == null ? Optional.of(kinds) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean isScalar(JsonToken kind) {
        return kind == JsonToken.VALUE_STRING || kind == JsonToken.VALUE_NULL || kind.isNumeric();
    }

    private static String document(Random random) {
        var document = new StringBuilder();
        appendObject(document, random, 4);
        return document.toString();
    }

    private static void appendObject(StringBuilder document, Random random, int depth) {
        document.append('{');
        for (int members = random.nextInt(4); members > 0; members--) {
            appendString(document, random);
            document.append(space(random)).append(':').append(space(random));
            appendValue(document, random, depth - 1);
            document.append(space(random)).append(members > 1 ? "," : "").append(space(random));
        }
        document.append('}').append(space(random));
    }

    private static void appendValue(StringBuilder document, Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0, 1 -> appendString(document, random);
            case 2 -> document.append(random.nextLong());
            case 3 -> document.append(random.nextBoolean() ? "-0.25E+7" : "12e-3");
            case 4 -> document.append(List.of("null", "true", "false").get(random.nextInt(3)));
            case 5 -> appendObject(document, random, depth);
            default -> {
                document.append('[').append(space(random));
                for (int items = random.nextInt(4); items > 0; items--) {
                    appendValue(document, random, depth - 1);
                    document.append(space(random)).append(items > 1 ? "," : "").append(space(random));
                }
                document.append(']');
            }
        }
    }

    private static void appendString(StringBuilder document, Random random) {
        List<String> pieces = List.of(
                "a",
                "/",
                "\\/",
                "\\\"",
                "\\\\",
                "\\n",
                "\\r",
                "\\t",
                "\\b",
                "\\f",
                "\\u00e9",
                "\\uD83E\\udd17",
                "é",
                "\uD83E\uDD17",
                " ",
                "{",
                "]",
                ",",
                ":",
                "'",
                "\u007f");
        document.append('"');
        for (int length = random.nextInt(6); length > 0; length--) {
            document.append(pieces.get(random.nextInt(pieces.size())));
        }
        document.append('"');
    }

    private static String space(Random random) {
        return List.of("", "", "", " ", "\n", "\t", "\r\n  ").get(random.nextInt(7));
    }
}
