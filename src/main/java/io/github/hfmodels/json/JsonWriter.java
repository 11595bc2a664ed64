package io.github.hfmodels.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON of files that builds keep, without a JSON library. The text is ASCII, with the escapes of Python's
 * {@code json.dumps}. Objects and arrays have each member on a line of its own, or all of them in one line.
 *
 * <p>Each method returns this writer. What is begun must be ended.
 */
public final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder json = new StringBuilder();
    private final int indent;
    private final int column;
    private final Deque<Container> open = new ArrayDeque<>();
    private boolean isAfterName;

    /** @param indent by how many spaces the members of an object or an array are indented */
    public JsonWriter(int indent) {
        this(indent, 0);
    }

    /** @param column the indentation of the line in which the text will be put, for a part of a larger text */
    public JsonWriter(int indent, int column) {
        this.indent = indent;
        this.column = column;
    }

    /** An object or an array that has not been ended. */
    private static final class Container {
        private final char end;
        /** Where its members are if they begin a line. */
        private final int column;

        private final boolean isInline;
        private boolean isEmpty = true;
        private boolean breaksLine;

        Container(char end, int column, boolean isInline) {
            this.end = end;
            this.column = column;
            this.isInline = isInline;
        }
    }

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
        if (!container.isInline && !container.isEmpty) {
            newLine(container.column - indent);
        }
        json.append(container.end);
        return this;
    }

    /** Has the next member of an object in one line begin a line, below the first member. */
    public JsonWriter breakLine() {
        open.element().breaksLine = true;
        return this;
    }

    /** Begins a member; its value must follow. */
    public JsonWriter name(String name) {
        separate();
        append(name);
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
        append(value);
        return this;
    }

    /** Writes a value that is JSON already. */
    public JsonWriter raw(String value) {
        separate();
        json.append(value);
        return this;
    }

    /** Writes a member that is a string, or null. */
    public JsonWriter member(String name, @Nullable String value) {
        return name(name).value(value);
    }

    /** Writes a member that is a number. */
    public JsonWriter member(String name, long value) {
        return name(name).raw(Long.toString(value));
    }

    /** Writes a member that is true or false. */
    public JsonWriter member(String name, boolean value) {
        return name(name).raw(Boolean.toString(value));
    }

    /** Writes a member that is an array of strings, in one line. */
    public JsonWriter member(String name, List<String> values) {
        name(name).begin('[', ']', true);
        values.forEach(this::value);
        return end();
    }

    /** Writes a member that is a string; nothing for null. */
    public JsonWriter optionalMember(String name, @Nullable String value) {
        return value == null ? this : member(name, value);
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
        int here = around == null ? column : around.column;
        open.push(new Container(end, here + (isInline ? 1 : indent), isInline));
        return this;
    }

    private void separate() {
        Container container = open.peek();
        if (isAfterName || container == null) {
            isAfterName = false;
            return;
        }
        boolean beginsLine = !container.isInline || container.breaksLine;
        if (!container.isEmpty) {
            json.append(beginsLine ? "," : ", ");
        }
        if (beginsLine) {
            newLine(container.column);
        }
        container.isEmpty = false;
        container.breaksLine = false;
    }

    private void newLine(int spaces) {
        json.append('\n');
        for (int i = 0; i < spaces; i++) {
            json.append(' ');
        }
    }

    private void append(String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> {
                    if (c >= ' ' && c <= '~') {
                        json.append(c);
                    } else {
                        json.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            json.append(HEX.charAt(c >> shift & 0xf));
                        }
                    }
                }
            }
        }
        json.append('"');
    }
}
