package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Hub's JSON. Loading Jackson's classes takes some 100 ms, longer than most API calls, so it is done in the background
 * during the first call.
 */
final class HubJson {

    private static final int MAX_JSON_DEPTH = 500;
    private static final long MAX_JSON = 64L * 1_024 * 1_024;

    private final CompletableFuture<ObjectMapper> mapper = CompletableFuture.supplyAsync(HubJson::newMapper);

    private static ObjectMapper newMapper() {
        ObjectMapper json = JsonMapper.builder(JsonFactory.builder()
                        // Closing a response that is refused halfway waits for its rest, which may never end.
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
     * Reads a response to its end.
     *
     * @throws TransferException when it is not the JSON of {@code type}, as far as anything is known for the next try
     * @throws IOException when it breaks off
     */
    <T> T read(HttpResponse response, Class<T> type) throws IOException {
        if (response.isWebPage()) {
            throw TransferException.temporary(
                    "the response is a web page rather than JSON, perhaps of a proxy that wants a login");
        }
        try {
            T value = mapper.join().readValue(response.body(), type);
            if (value == null) {
                throw TransferException.temporary("the response is empty");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /** Leaves out Jackson's message, which quotes the response and names our classes. */
    private static IOException notJson(JsonProcessingException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            // Jackson wraps the failure of a connection that breaks within a list.
            if (cause instanceof IOException broken && !(cause instanceof JsonProcessingException)) {
                return broken;
            }
        }
        JsonLocation at = failure.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        String reason = "the response is not the JSON that a Hub gives" + where;
        return failure instanceof StreamConstraintsException
                ? TransferException.permanent(reason)
                : TransferException.temporary(reason);
    }

    /** A response that a Hub does not give. */
    static SourceException malformed(String reason, @Nullable Throwable cause) {
        return new SourceException(Kind.MALFORMED, reason, Advice.to(Action.CHECK_ENDPOINT_OR_PROXY), cause);
    }
}
