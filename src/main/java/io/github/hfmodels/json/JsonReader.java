package io.github.hfmodels.json;

import io.github.hfmodels.model.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of small files: those that builds keep, and the configurations of models. A build that finds everything in the
 * cache must not pay for loading a JSON library; responses of servers are read by Jackson.
 *
 * <p>Each method reads from where the previous one stopped and throws {@link InvalidValueException} on text that is
 * not what it expects.
 */
public final class JsonReader {

    private static final int MAX_DEPTH = 32;

    private final String text;
    private int position;
    /** Where the next backslash is at the earliest; found once rather than looked for in each string. */
    private int backslash = -1;

    public JsonReader(String text) {
        this.text = text;
    }

    /** Reads an object; {@code member} is called with each key and must read the value. */
    public void object(Consumer<String> member) {
        expect('{');
        if (follows('}')) {
            return;
        }
        do {
            String key = string();
            expect(':');
            member.accept(key);
        } while (follows(','));
        expect('}');
    }

    /** Reads a string, or a number as it is written. */
    public String scalar() {
        String value = scalarOrNull();
        if (value == null) {
            throw unexpected();
        }
        return value;
    }

    /** Reads a string, a number as it is written, or {@code null}. */
    public @Nullable String scalarOrNull() {
        skipSpace();
        if (peek() == '"') {
            return string();
        }
        String word = word();
        if (word.equals("null")) {
            return null;
        }
        if (word.isEmpty() || word.equals("true") || word.equals("false")) {
            throw unexpected();
        }
        return word;
    }

    /** Reads a whole number. */
    public long number() {
        skipSpace();
        try {
            return Long.parseLong(word());
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    /** Reads an array; {@code element} is called for each element and must read it. */
    public void array(Runnable element) {
        expect('[');
        if (follows(']')) {
            return;
        }
        do {
            element.run();
        } while (follows(','));
        expect(']');
    }

    /** Reads over a value of any kind. */
    public void skip() {
        skip(0);
    }

    /** Reads over a value of any kind, and gives its text. */
    public String raw() {
        skipSpace();
        int start = position;
        skip();
        return text.substring(start, position);
    }

    /** How many characters have been read. */
    public int position() {
        return position;
    }

    /** Where the next value begins, in characters from the start of the text. */
    public int next() {
        skipSpace();
        return position;
    }

    /**
     * Reads a value of any kind: a {@code Map<String, Object>} in the order of the text, a {@code List<Object>}, a {@code String},
     * a {@code Boolean}, a {@code Double} or null.
     */
    public @Nullable Object value() {
        return value(0);
    }

    private @Nullable Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw unexpected();
        }
        skipSpace();
        return switch (peek()) {
            case '"' -> string();
            case '{' -> {
                var members = new LinkedHashMap<String, @Nullable Object>();
                object(key -> members.put(key, value(depth + 1)));
                yield members;
            }
            case '[' -> {
                var elements = new ArrayList<@Nullable Object>();
                array(() -> elements.add(value(depth + 1)));
                yield elements;
            }
            default -> word(word());
        };
    }

    private @Nullable Object word(String word) {
        return switch (word) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> number(word);
        };
    }

    private Double number(String word) {
        try {
            return Double.valueOf(word);
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    /** Checks that nothing but space follows. */
    public void end() {
        skipSpace();
        if (position < text.length()) {
            throw unexpected();
        }
    }

    private void skip(int depth) {
        if (depth > MAX_DEPTH) {
            throw unexpected();
        }
        skipSpace();
        switch (peek()) {
            case '"' -> string();
            case '{' -> object(key -> skip(depth + 1));
            case '[' -> array(() -> skip(depth + 1));
            default -> {
                if (word().isEmpty()) {
                    throw unexpected();
                }
            }
        }
    }

    private String string() {
        expect('"');
        int start = position;
        int quote = text.indexOf('"', start);
        if (quote < 0) {
            position = text.length();
            throw unexpected();
        }
        if (backslash < start) {
            int next = text.indexOf('\\', start);
            backslash = next < 0 ? Integer.MAX_VALUE : next;
        }
        if (quote < backslash) {
            position = quote + 1;
            return text.substring(start, quote);
        }
        position = backslash;
        var value = new StringBuilder().append(text, start, position);
        while (peek() != '"') {
            char c = read();
            value.append(c == '\\' ? escaped() : c);
        }
        position++;
        return value.toString();
    }

    private char escaped() {
        char c = read();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (position + 4 > text.length()) {
                    throw unexpected();
                }
                position += 4;
                try {
                    yield (char) Integer.parseInt(text, position - 4, position, 16);
                } catch (NumberFormatException e) {
                    throw unexpected();
                }
            }
            default -> throw unexpected();
        };
    }

    private String word() {
        int start = position;
        while (position < text.length() && ",:]}[{\" \t\r\n".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private boolean follows(char c) {
        skipSpace();
        if (peek() != c) {
            return false;
        }
        position++;
        return true;
    }

    private void expect(char c) {
        if (!follows(c)) {
            throw unexpected();
        }
    }

    private void skipSpace() {
        while (position < text.length() && isSpace(text.charAt(position))) {
            position++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private char peek() {
        if (position >= text.length()) {
            throw unexpected();
        }
        return text.charAt(position);
    }

    private char read() {
        char c = peek();
        position++;
        return c;
    }

    private InvalidValueException unexpected() {
        return new InvalidValueException("not the JSON that was expected, at character " + position);
    }
}
