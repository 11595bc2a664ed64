package io.github.hfmodels.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON of files that builds keep, without a JSON library; a bill of materials is written with Jackson instead. The text is ASCII, with the escapes of Python's
 * {@code json.dumps}. Objects and arrays have each member on a line of its own, or all of them in one line. Each method returns this
 * writer.
 */
public final class JsonWriter {

    private static final String ESCAPED = "\"\\\n\r\t\b\f";
    private static final String ESCAPES = "\"\\nrtbf";

    private final StringBuilder json = new StringBuilder();
    private final int indent;
    private final Deque<Container> open = new ArrayDeque<>();
    private boolean isAfterName;
    private boolean breaksLine;

    /** @param indent by how many spaces the members of an object or an array are indented */
    public JsonWriter(int indent) {
        this.indent = indent;
    }

    /**
     * An object or an array that has not been ended.
     *
     * @param column where its members are if they begin a line
     */
    private record Container(char end, int column, boolean isInline) {}

    /** Begins an object with one member per line. */
    public JsonWriter object() {
        return begin('{', '}', false);
    }

    /** Begins an object in one line. */
    public JsonWriter inlineObject() {
        return begin('{', '}', true);
    }

    /** Begins an array with one element per line. */
    public JsonWriter array() {
        return begin('[', ']', false);
    }

    /** Ends the object or the array that was begun last. */
    public JsonWriter end() {
        Container container = open.pop();
        if (!container.isInline && !isAtStart()) {
            newLine(container.column - indent);
        }
        json.append(container.end);
        return this;
    }

    /** Has the next member of an object in one line begin a line, below the first member. */
    public JsonWriter breakLine() {
        breaksLine = true;
        return this;
    }

    /** Begins a member; its value must follow. */
    public JsonWriter name(String name) {
        value(name);
        json.append(": ");
        isAfterName = true;
        return this;
    }

    /** Writes a string, or null. */
    public JsonWriter value(@Nullable String value) {
        if (value == null) {
            return raw("null");
        }
        separate();
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            append(value.charAt(i));
        }
        json.append('"');
        return this;
    }

    /** Writes a value that is JSON already. */
    public JsonWriter raw(String value) {
        separate();
        json.append(value);
        return this;
    }

    public JsonWriter member(String name, @Nullable String value) {
        return name(name).value(value);
    }

    public JsonWriter member(String name, long value) {
        return name(name).raw(Long.toString(value));
    }

    public JsonWriter member(String name, boolean value) {
        return name(name).raw(Boolean.toString(value));
    }

    /** Writes a member that is an array of strings, in one line. */
    public JsonWriter member(String name, List<String> values) {
        name(name).begin('[', ']', true);
        for (String value : values) {
            value(value);
        }
        return end();
    }

    /** Writes a member that is a string; nothing for null. */
    public JsonWriter optionalMember(String name, @Nullable Object value) {
        return value == null ? this : member(name, value.toString());
    }

    /** The text so far. */
    @Override
    public String toString() {
        return json.toString();
    }

    private JsonWriter begin(char start, char end, boolean isInline) {
        separate();
        json.append(start);
        Container around = open.peek();
        open.push(new Container(end, (around == null ? 0 : around.column) + (isInline ? 1 : indent), isInline));
        return this;
    }

    private void separate() {
        Container container = open.peek();
        if (!isAfterName && container != null) {
            boolean beginsLine = !container.isInline || breaksLine;
            if (!isAtStart()) {
                json.append(beginsLine ? "," : ", ");
            }
            if (beginsLine) {
                newLine(container.column);
            }
            breaksLine = false;
        }
        isAfterName = false;
    }

    /** Whether the innermost object or array is empty so far; no value ends in an opening bracket. */
    private boolean isAtStart() {
        char last = json.charAt(json.length() - 1);
        return last == '{' || last == '[';
    }

    private void newLine(int spaces) {
        json.append('\n').append(" ".repeat(spaces));
    }

    private void append(char c) {
        int escape = ESCAPED.indexOf(c);
        if (escape >= 0) {
            json.append('\\').append(ESCAPES.charAt(escape));
        } else if (c >= ' ' && c <= '~') {
            json.append(c);
        } else {
            // With a leading one, so that zeros are kept.
            json.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
        }
    }
}
