package io.github.hfmodels.source.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Printable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What a server says itself about a refusal. */
public final class ErrorText {

    private static final Set<String> MESSAGES = Set.of("error", "Message", "message");
    private static final Set<String> IDS = Set.of("RequestId", "requestId", "request_id");

    private ErrorText() {}

    /** The server's own explanation, unless it is a web page, with the request's id, which a server's support asks for. */
    public static String of(HttpStatusException failure) {
        Optional<String> id = failure.header("X-Request-Id")
                .or(() -> member(failure.body(), IDS))
                .or(() -> failure.header("X-Amzn-Trace-Id"))
                .or(() -> failure.header("X-Amz-Cf-Id"));
        return words(failure).map(words -> " (" + Printable.of(words) + ")").orElse("")
                + id.map(request -> " [request " + Printable.of(request) + "]").orElse("");
    }

    /** The explanation alone; empty when there is none. */
    public static Optional<String> words(HttpStatusException failure) {
        return failure.header("X-Error-Message")
                .or(() -> member(failure.body(), MESSAGES))
                .or(() -> Optional.of(failure.body().strip()).filter(body -> !body.isEmpty() && !isPage(body)));
    }

    /** Whether a body is a web page rather than a text. */
    public static boolean isPage(String body) {
        return body.stripLeading().startsWith("<");
    }

    /** The last such member of an object; a scalar of any kind. */
    private static Optional<String> member(String body, Set<String> names) {
        if (!body.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try (JsonParser json = new JsonFactory().createParser(body)) {
            json.nextToken();
            return Optional.of(member(json, names)).filter(words -> !words.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String member(JsonParser json, Set<String> names) throws IOException {
        String found = "";
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            boolean isScalar = json.nextToken().isScalarValue() && !json.hasToken(JsonToken.VALUE_NULL);
            if (names.contains(member) && isScalar) {
                found = json.getText();
            }
            json.skipChildren();
        }
        return found;
    }
}
