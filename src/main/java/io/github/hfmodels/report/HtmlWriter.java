package io.github.hfmodels.report;

import io.github.hfmodels.model.Printable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML that is also XML. Texts and the values of attributes may be any: what they have of markup is escaped, and what is invisible
 * or turns the direction of text is shown as an escape. Each method returns this writer.
 */
final class HtmlWriter {

    /** No name is longer; messages may be. */
    private static final int MAX_LENGTH = 2_000;

    /** Those that are within a line of text, or stand for themselves. */
    private static final Set<String> INLINE = Set.of("a", "code", "span", "strong", "time", "summary");

    private final StringBuilder html = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values in turn */
    HtmlWriter begin(String element, String... attributes) {
        tag(element, attributes).append('>');
        open.push(element);
        return this;
    }

    /** Ends the element that was begun last. */
    HtmlWriter end() {
        String element = open.pop();
        html.append("</").append(element).append('>');
        if (!INLINE.contains(element)) {
            html.append('\n');
        }
        return this;
    }

    /** @param attributes names and values in turn */
    HtmlWriter element(String element, String text, String... attributes) {
        return begin(element, attributes).text(text).end();
    }

    /** An element without content. */
    HtmlWriter empty(String element, String... attributes) {
        tag(element, attributes).append(" />");
        return this;
    }

    HtmlWriter text(String text) {
        for (char c : visible(text).toCharArray()) {
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                // No characters, in XML and in HTML.
                case '\uFFFE', '\uFFFF' -> html.append('\uFFFD');
                default -> html.append(c);
            }
        }
        return this;
    }

    /** @param css the plugin's own, which has no markup */
    HtmlWriter style(String css) {
        html.append("<style>\n").append(css).append("</style>\n");
        return this;
    }

    /** The page so far. */
    @Override
    public String toString() {
        return html.toString();
    }

    private static String visible(String text) {
        return text.length() <= MAX_LENGTH ? Printable.line(text) : Printable.line(text.substring(0, MAX_LENGTH)) + "…";
    }

    private StringBuilder tag(String element, String... attributes) {
        html.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"");
            text(attributes[i + 1]);
            html.append('"');
        }
        return html;
    }
}
