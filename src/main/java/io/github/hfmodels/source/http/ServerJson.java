package io.github.hfmodels.source.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a source's servers as a stream. Jackson's classes are loaded in the background during the first call; binding the JSON to
 * classes would load several times as many, which takes longer than most API calls.
 */
public final class ServerJson {

    private static final int MAX_JSON_DEPTH = 500;
    private static final long MAX_JSON = 64L * 1_024 * 1_024;

    /** What may come before a web page, in bytes. */
    private static final int MAX_SPACE = 512;

    /** The bytes of the mark of UTF-8, which some pages begin with. */
    private static final String UTF8_MARK = "\u00ef\u00bb\u00bf";

    private final String sender;
    private final CompletableFuture<JsonFactory> factory = CompletableFuture.supplyAsync(ServerJson::newFactory);

    /** @param sender what messages call a server of the source, such as {@code a Hub} */
    public ServerJson(String sender) {
        this.sender = sender;
    }

    /** Reads what begins at the parser's current token, to its end. */
    @FunctionalInterface
    public interface Reader<T> {

        T read(JsonParser json) throws IOException;
    }

    private static JsonFactory newFactory() {
        return JsonFactory.builder()
                // Closing a response that is refused halfway waits for its rest, which may never end.
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_JSON_DEPTH)
                        .maxDocumentLength(MAX_JSON)
                        .build())
                .build();
    }

    /**
     * Reads a response to its end.
     *
     * @throws TransferException when it is not the JSON that {@code reader} reads, as far as anything is known for the next try
     * @throws IOException when it breaks off
     */
    public <T> T read(HttpResponse response, Reader<T> reader) throws IOException {
        return read(response.body(), reader);
    }

    /** Reads a response's body, or a file, to its end, as {@link #read(HttpResponse, Reader)} does. */
    public <T> T read(InputStream in, Reader<T> reader) throws IOException {
        var body = new BufferedInputStream(in);
        if (isPage(body)) {
            throw TransferException.temporary(
                    "the response is a web page rather than JSON, perhaps of a proxy that wants a login");
        }
        try (JsonParser json = factory.join().createParser(body)) {
            JsonToken first = json.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                throw TransferException.temporary("the response is empty");
            }
            T value = reader.read(json);
            if (json.nextToken() != null) {
                throw new JsonParseException(json, "more than one value");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /** Whether a body begins as a web page does. What servers say of it themselves, some say of everything. */
    private static boolean isPage(BufferedInputStream body) throws IOException {
        body.mark(MAX_SPACE);
        int first = body.read();
        for (int i = 1; i < MAX_SPACE && (Character.isWhitespace(first) || UTF8_MARK.indexOf(first) >= 0); i++) {
            first = body.read();
        }
        body.reset();
        return first == '<';
    }

    /** Reads a response that is a list, as {@link #read} does. */
    public <T> List<@Nullable T> readList(HttpResponse response, Reader<T> element) throws IOException {
        return read(response, json -> elements(json, element));
    }

    public static void requireObject(JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            throw new JsonParseException(json, "expected an object");
        }
    }

    /** Reads a list whose elements may be null; returns null for null. */
    public static <T> @Nullable List<@Nullable T> list(JsonParser json, Reader<T> element) throws IOException {
        return json.hasToken(JsonToken.VALUE_NULL) ? null : elements(json, element);
    }

    private static <T> List<@Nullable T> elements(JsonParser json, Reader<T> element) throws IOException {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            throw new JsonParseException(json, "expected a list");
        }
        var elements = new ArrayList<@Nullable T>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(json.hasToken(JsonToken.VALUE_NULL) ? null : element.read(json));
        }
        return elements;
    }

    /** Reads a text, or another scalar as it is written; returns null for null. */
    public static @Nullable String text(JsonParser json) throws IOException {
        if (json.hasToken(JsonToken.VALUE_NULL)) {
            return null;
        }
        if (!json.currentToken().isScalarValue()) {
            throw new JsonParseException(json, "expected a text");
        }
        return json.getText();
    }

    /** Reads a whole number, which may be in quotation marks; returns null for null. */
    public static @Nullable Long number(JsonParser json) throws IOException {
        if (json.currentToken().isNumeric()) {
            return json.getLongValue();
        }
        String text = text(json);
        try {
            return text == null ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new JsonParseException(json, "expected a number", e);
        }
    }

    /** Reads the texts of a list; returns none for anything else. */
    public static List<String> texts(JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            json.skipChildren();
            return List.of();
        }
        var texts = new ArrayList<String>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.hasToken(JsonToken.VALUE_STRING)) {
                texts.add(json.getText());
            }
            json.skipChildren();
        }
        return texts;
    }

    /** Leaves out Jackson's message, which quotes the response and names our classes. */
    private IOException notJson(JsonProcessingException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            // Jackson wraps the failure of a connection that breaks within a list.
            if (cause instanceof IOException broken && !(cause instanceof JsonProcessingException)) {
                return broken;
            }
        }
        JsonLocation at = failure.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        String reason = "the response is not the JSON that " + sender + " gives" + where;
        return failure instanceof StreamConstraintsException
                ? TransferException.permanent(reason)
                : TransferException.temporary(reason);
    }

    /** A response that no server of the source gives. */
    public static SourceException malformed(String reason, @Nullable Throwable cause) {
        return new SourceException(Kind.MALFORMED, reason, Advice.to(Action.CHECK_ENDPOINT_OR_PROXY), cause);
    }
}
