package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Printable;
import java.io.IOException;
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

    /** The member {@code error} of an object; a scalar of any kind. */
    private static Optional<String> jsonError(String body) {
        try (JsonParser json = new JsonFactory().createParser(body)) {
            String error = json.nextToken() == JsonToken.START_OBJECT ? error(json) : "";
            return Optional.of(error).filter(words -> !words.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String error(JsonParser json) throws IOException {
        String error = "";
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            boolean isScalar = json.nextToken().isScalarValue() && !json.hasToken(JsonToken.VALUE_NULL);
            if (member.equals("error") && isScalar) {
                error = json.getText();
            }
            json.skipChildren();
        }
        return error;
    }
}
