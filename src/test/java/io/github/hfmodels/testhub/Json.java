package io.github.hfmodels.testhub;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists and plain values as JSON text. */
public final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** JSON that is written as it stands. */
    public record Verbatim(String text) {}

    static String write(@Nullable Object value) {
        Json json = new Json();
        json.append(value);
        return json.text.toString();
    }

    /** A map in the order of the given keys and values. */
    public static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return object;
    }

    private void append(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            appendObject(map);
        } else if (value instanceof Iterable<?> list) {
            appendArray(list);
        } else if (value instanceof Verbatim verbatim) {
            text.append(verbatim.text());
        } else if (value instanceof String string) {
            appendString(string);
        } else {
            text.append(value);
        }
    }

    private void appendObject(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            appendString(String.valueOf(entry.getKey()));
            text.append(':');
            append(entry.getValue());
            separator = ",";
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void appendArray(Iterable<?> list) {
        String separator = "";
        text.append('[');
        for (Object element : list) {
            text.append(separator);
            append(element);
            separator = ",";
        }
        text.append(']');
    }

    private void appendString(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
