package io.github.hfmodels.source.modelscope;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what every answer of ModelScope's API is in: whether the call has succeeded, why not, and its data. */
record EnvelopeReader(ServerJson json) {

    private static final String REQUEST_ID = "X-Request-Id";

    /**
     * What a call has given.
     *
     * @param data null when there are none
     * @param isNull whether the answer says so, rather than nothing of data
     * @param total how many entries all pages of a list have; null where that is not said
     */
    record Answer<T>(
            @Nullable T data, boolean isNull, @Nullable Long total) {}

    /** The members of an answer, whose names may begin with a small letter. */
    private static final class Envelope<T> {
        private @Nullable String code;
        private @Nullable String success;
        private String message = "";
        private @Nullable String requestId;
        private @Nullable Long total;
        private @Nullable T data;
        private boolean isNull;
        private boolean hasScalar;

        /** What is wrong with the data, which matters only if the call has succeeded. */
        private @Nullable JsonProcessingException wrong;

        private boolean isOne() {
            return code != null || success != null;
        }

        private boolean isFailure() {
            return (code != null && !code.equals("200")) || "false".equalsIgnoreCase(success);
        }

        /** What the status of HTTP should have been. */
        private int status() {
            if (code != null && code.matches("[45]\\d\\d")) {
                return Integer.parseInt(code);
            }
            // Other codes are ModelScope's own, and not documented.
            return FailureWords.status(message);
        }
    }

    /**
     * Reads an answer to its end.
     *
     * @param reader reads the data, an object or a list
     * @throws HttpStatusException when the answer is a failure, whatever its status, which may be 200
     * @throws IOException when it is not an answer of ModelScope's API, or breaks off
     */
    <T> Answer<T> answer(HttpResponse response, ServerJson.Reader<T> reader) throws IOException {
        Envelope<T> envelope = json.read(response, parser -> envelope(parser, reader));
        throwFailure(response, envelope);
        if (envelope.hasScalar) {
            throw ServerJson.malformed("ModelScope's answer has something else in place of its data", null);
        }
        return new Answer<>(envelope.data, envelope.isNull, envelope.total);
    }

    /**
     * Does nothing if an answer that should have been a content is anything but a failure.
     *
     * @throws HttpStatusException when it is one
     * @throws IOException when it is not JSON
     */
    void requireNoFailure(HttpResponse response) throws IOException {
        Envelope<Boolean> envelope = json.read(response, parser -> envelope(parser, EnvelopeReader::skip));
        throwFailure(response, envelope);
    }

    private static <T> void throwFailure(HttpResponse response, Envelope<T> envelope) throws HttpStatusException {
        if (envelope.isFailure()) {
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(response.head().headers());
            if (envelope.requestId != null) {
                headers.put(REQUEST_ID, envelope.requestId);
            }
            throw new HttpStatusException(
                    response.address(), new ResponseHead(envelope.status(), headers), envelope.message);
        }
    }

    private static <T> Envelope<T> envelope(JsonParser parser, ServerJson.Reader<T> reader) throws IOException {
        ServerJson.requireObject(parser);
        var envelope = new Envelope<T>();
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            parser.nextToken();
            switch (member) {
                case "Code", "code" -> envelope.code = scalar(parser);
                case "Success", "success" -> envelope.success = scalar(parser);
                case "Message", "message" -> {
                    String message = scalar(parser);
                    envelope.message = message == null ? "" : message;
                }
                case "RequestId", "requestId", "request_id" -> envelope.requestId = scalar(parser);
                case "TotalCount", "totalCount", "total_count" -> envelope.total = ServerJson.number(parser);
                case "Data", "data" -> readData(parser, reader, envelope);
                default -> parser.skipChildren();
            }
        }
        if (!envelope.isOne()) {
            throw new JsonParseException(parser, "expected a member that says whether the call has succeeded");
        }
        if (envelope.wrong != null && !envelope.isFailure()) {
            throw envelope.wrong;
        }
        return envelope;
    }

    private static <T> void readData(JsonParser parser, ServerJson.Reader<T> reader, Envelope<T> envelope)
            throws IOException {
        if (!parser.currentToken().isStructStart()) {
            envelope.isNull = parser.hasToken(JsonToken.VALUE_NULL);
            envelope.hasScalar = !envelope.isNull;
            return;
        }
        JsonStreamContext around = parser.getParsingContext().getParent();
        try {
            envelope.data = reader.read(parser);
        } catch (StreamConstraintsException e) {
            throw e;
        } catch (JsonProcessingException e) {
            envelope.wrong = e;
            while (parser.getParsingContext() != around) {
                if (parser.nextToken() == null) {
                    throw e;
                }
            }
        }
    }

    private static boolean skip(JsonParser parser) throws IOException {
        parser.skipChildren();
        return true;
    }

    /** A scalar as it is written; null for anything else. */
    private static @Nullable String scalar(JsonParser parser) throws IOException {
        boolean isText = parser.currentToken().isScalarValue() && !parser.hasToken(JsonToken.VALUE_NULL);
        String text = isText ? parser.getText() : null;
        parser.skipChildren();
        return text;
    }
}
