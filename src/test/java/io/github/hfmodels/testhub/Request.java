package io.github.hfmodels.testhub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A request while it is being answered. */
public record Request(RecordedRequest line, byte[] body) {

    public String method() {
        return line.method();
    }

    public String path() {
        return line.path();
    }

    public Headers headers() {
        return line.headers();
    }

    public Map<String, List<String>> queryParameters() {
        return Percent.parameters(line.query().orElse(""));
    }

    Map<String, List<String>> formParameters() {
        return Percent.parameters(new String(body, StandardCharsets.UTF_8));
    }

    boolean hasFlag(String parameter) {
        return queryParameters().getOrDefault(parameter, List.of()).contains("true");
    }

    public Request without(String header) {
        return with(line.server(), line.target(), line.headers().without(header));
    }

    /** The same, asked of another server or address. */
    Request to(RecordedRequest.Server server, String target) {
        return with(server, target, line.headers());
    }

    /** The same without some parameters of its query. */
    Request withoutParameters(Set<String> names) {
        String rest = Arrays.stream(line.query().orElse("").split("&"))
                .filter(pair -> !pair.isEmpty() && !names.contains(pair.replaceFirst("=.*", "")))
                .collect(Collectors.joining("&"));
        return to(line.server(), line.path() + (rest.isEmpty() ? "" : "?" + rest));
    }

    private Request with(RecordedRequest.Server server, String target, Headers headers) {
        return new Request(new RecordedRequest(server, line.method(), target, headers, 0, 0), body);
    }
}
