package io.github.hfmodels.source.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Printable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server says itself about a refusal. */
public final class ErrorText {

    /** The Hub's, which counts where both are there, and ModelScope's. */
    private static final List<String> MESSAGES = List.of("error", "Message", "message");

    private static final List<String> IDS = List.of("RequestId", "requestId", "request_id");

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

    /** The first of such members that an object has and that says something; a scalar of any kind. */
    private static Optional<String> member(String body, List<String> names) {
        if (!body.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try (JsonParser json = new JsonFactory().createParser(body)) {
            json.nextToken();
            Map<String, String> found = scalars(json, names);
            return names.stream().filter(found::containsKey).findFirst().map(found::get);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What the last member of each name says; none that says nothing. */
    private static Map<String, String> scalars(JsonParser json, List<String> names) throws IOException {
        var found = new HashMap<String, String>();
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            boolean isScalar = json.nextToken().isScalarValue() && !json.hasToken(JsonToken.VALUE_NULL);
            if (names.contains(member) && isScalar && !json.getText().isBlank()) {
                found.put(member, json.getText());
            }
            json.skipChildren();
        }
        return found;
    }
}
