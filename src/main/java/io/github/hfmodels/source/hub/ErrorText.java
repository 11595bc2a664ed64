package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Printable;
import java.util.Optional;

/** What a server says itself about a refusal. */
final class ErrorText {

    private ErrorText() {}

    /** The server's own explanation, unless it is a web page, with the request's id, which the Hub's support asks for. */
    static String of(HttpStatusException failure) {
        Optional<String> text = failure.header("X-Error-Message")
                .or(() -> jsonError(failure.body()))
                .or(() -> Optional.of(failure.body().strip()).filter(body -> !body.isEmpty() && !isPage(body)));
        Optional<String> id = failure.header("X-Request-Id")
                .or(() -> failure.header("X-Amzn-Trace-Id"))
                .or(() -> failure.header("X-Amz-Cf-Id"));
        return text.map(words -> " (" + Printable.of(words) + ")").orElse("")
                + id.map(request -> " [request " + Printable.of(request) + "]").orElse("");
    }

    /** Whether a body is a web page rather than a text. */
    static boolean isPage(String body) {
        return body.stripLeading().startsWith("<");
    }

    private static Optional<String> jsonError(String body) {
        try {
            return Optional.ofNullable(new ObjectMapper().readTree(body))
                    .map(json -> json.path("error").asText(""))
                    .filter(error -> !error.isEmpty());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
