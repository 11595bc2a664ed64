package io.github.hfmodels.testhub;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A request while it is being answered. */
record Request(RecordedRequest line, byte[] body) {

    String method() {
        return line.method();
    }

    String path() {
        return line.path();
    }

    Headers headers() {
        return line.headers();
    }

    Map<String, List<String>> queryParameters() {
        return Percent.parameters(line.query().orElse(""));
    }

    Map<String, List<String>> formParameters() {
        return Percent.parameters(new String(body, StandardCharsets.UTF_8));
    }

    boolean hasFlag(String parameter) {
        return queryParameters().getOrDefault(parameter, List.of()).contains("true");
    }

    Request without(String header) {
        RecordedRequest changed = new RecordedRequest(
                line.server(), line.method(), line.target(), line.headers().without(header), 0, 0);
        return new Request(changed, body);
    }
}
