package io.github.hfmodels.source.hub;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads the header {@code Link} of RFC 8288, as far as paging needs it, and each character of it once. */
final class LinkHeader {

    private final String text;
    private int position;

    private LinkHeader(String text) {
        this.text = text;
    }

    /** The address of the next page, which is that of the first link with the relation {@code next}; empty when there is none. */
    static Optional<String> next(String header) {
        return new LinkHeader(header).next();
    }

    private Optional<String> next() {
        int start = -1;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '<') {
                start = position;
            } else if (c == '>' && start >= 0) {
                String address = text.substring(start, position - 1);
                start = -1;
                if (isNext()) {
                    return Optional.of(address);
                }
            }
        }
        return Optional.empty();
    }

    /** Reads the parameters of a link, such as {@code ; title="a, b"; rel=next}, up to a relation. */
    private boolean isNext() {
        while (follows(';')) {
            String name = word("=;,").strip();
            String value = follows('=') ? value() : "";
            if (name.equalsIgnoreCase("rel")
                    && Arrays.asList(value.toLowerCase(Locale.ROOT).split("\\s+"))
                            .contains("next")) {
                return true;
            }
        }
        return false;
    }

    private String value() {
        skipSpace();
        char quote = position < text.length() ? text.charAt(position) : ' ';
        int end = quote == '"' || quote == '\'' ? text.indexOf(quote, position + 1) : -1;
        if (end < 0) {
            return word(";, \t");
        }
        String value = text.substring(position + 1, end);
        position = end + 1;
        return value;
    }

    /** Reads up to one of some characters, or to the end. */
    private String word(String ends) {
        int start = position;
        while (position < text.length() && ends.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private boolean follows(char c) {
        skipSpace();
        if (position >= text.length() || text.charAt(position) != c) {
            return false;
        }
        position++;
        return true;
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}
