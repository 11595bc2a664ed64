package io.github.hfmodels.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void value_ofAnyCharacter_isReadBackByJackson() throws Exception {
        var text = new StringBuilder();
        for (int c = 0; c < 0x3000; c++) {
            text.append((char) c);
        }
        text.append("\uD83E\uDD17\uFFFF");

        String json = new JsonWriter(2).value(text.toString()).toString();

        assertThat(json.chars()).allMatch(c -> c >= ' ' && c <= '~');
        assertThat(new ObjectMapper().readValue(json, String.class)).isEqualTo(text.toString());
        assertThat(new JsonReader(json).scalar()).isEqualTo(text.toString());
    }

    @Test
    void value_isEscapedAsByPython() {
        assertThat(new JsonWriter(2)
                        .value("\"\\/\n\r\t\b\f\u0000\u007f\u00e9\u6587")
                        .toString())
                .isEqualTo("\"\\\"\\\\/\\n\\r\\t\\b\\f\\u0000\\u007f\\u00e9\\u6587\"");
    }

    @Test
    void objectsAndArrays_haveAMemberPerLine() {
        JsonWriter json = new JsonWriter(2)
                .object()
                .member("text", "a")
                .member("none", (String) null)
                .optionalMember("absent", null)
                .member("number", 1L << 40)
                .member("flag", true)
                .name("array")
                .array()
                .value("a")
                .raw("{ }")
                .end()
                .name("empty")
                .object()
                .end()
                .end();

        assertThat(json).hasToString("""
                {
                  "text": "a",
                  "none": null,
                  "number": 1099511627776,
                  "flag": true,
                  "array": [
                    "a",
                    { }
                  ],
                  "empty": {}
                }""");
    }

    @Test
    void inlineObjectsAndLists_areInOneLine_unlessItIsBroken() {
        JsonWriter json = new JsonWriter(2)
                .array()
                .inlineObject()
                .member("list", List.of("a", "b"))
                .member("none", List.of())
                .breakLine()
                .name("files")
                .array()
                .value("x")
                .end()
                .member("last", 1)
                .end()
                .end();

        assertThat(json).hasToString("""
                [
                  {"list": ["a", "b"], "none": [],
                   "files": [
                     "x"
                   ], "last": 1}
                ]""");
    }
}
