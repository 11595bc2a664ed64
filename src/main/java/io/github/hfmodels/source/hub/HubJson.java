package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Hub's JSON. Getting ready takes the JVM longer than most answers do, some 100 ms for the classes alone, and so
 * goes on beside the way to the first answer.
 */
final class HubJson {

    private static final int MAX_JSON_DEPTH = 500;
    private static final long MAX_JSON = 64L * 1_024 * 1_024;

    private final CompletableFuture<ObjectMapper> mapper = CompletableFuture.supplyAsync(HubJson::newMapper);

    private static ObjectMapper newMapper() {
        ObjectMapper json = JsonMapper.builder(JsonFactory.builder()
                        // Closing an answer that is refused halfway would wait for its rest, which may never end.
                        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_JSON_DEPTH)
                                .maxDocumentLength(MAX_JSON)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        json.readerFor(HubListing.RepoInfo.class);
        return json;
    }

    /**
     * Reads all of an answer.
     *
     * @throws SourceException when it is not the JSON of {@code type}
     * @throws IOException when it breaks off
     */
    <T> T read(HttpResponse answer, Class<T> type) throws IOException {
        if (answer.isWebPage()) {
            throw malformed("the answer is a web page rather than JSON, perhaps of a proxy that wants a login", null);
        }
        try {
            T value = mapper.join().readValue(answer.body(), type);
            if (value == null) {
                throw malformed("the answer is empty", null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /** Without Jackson's text, which quotes the server's and names classes of ours. */
    private static IOException notJson(JsonProcessingException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            // A connection that breaks within a list is wrapped by Jackson.
            if (cause instanceof IOException broken && !(cause instanceof JsonProcessingException)) {
                return broken;
            }
        }
        JsonLocation at = failure.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return malformed("the answer is not the JSON that a Hub gives" + where, failure);
    }

    /** An answer that no Hub gives. */
    static SourceException malformed(String message, @Nullable Throwable cause) {
        return new SourceException(Kind.MALFORMED, message + "; check hf.endpoint and the proxy", cause);
    }
}
