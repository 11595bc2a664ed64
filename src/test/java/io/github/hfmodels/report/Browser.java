package io.github.hfmodels.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Chromium without a window, driven by its DevTools protocol. It has one page at a time.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
public final class Browser implements AutoCloseable, WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANNOUNCEMENT = "DevTools listening on ";
    private static final int SECONDS = 30;

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    /** What the page has said and asked for since it was opened. */
    private final List<String> events = new ArrayList<>();

    private String session = "";
    private int lastId;

    private Browser(Process process, String address) throws Exception {
        this.process = process;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), this)
                .get(SECONDS, TimeUnit.SECONDS);
        String page = call("Target.createTarget", "url", "about:blank")
                .path("targetId")
                .asText();
        ObjectNode attach = JSON.createObjectNode().put("targetId", page).put("flatten", true);
        session = call("Target.attachToTarget", attach).path("sessionId").asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable");
        }
    }

    /** @param profile an empty folder for what the browser keeps */
    public static Browser start(Path program, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        // Whoever ends the tests early ends it too.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            return new Browser(process, address(process));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String address(Process process) throws Exception {
        var address = new CompletableFuture<String>();
        var reader = new Thread(
                () -> {
                    process.errorReader(StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.startsWith(ANNOUNCEMENT))
                            .forEach(line -> address.complete(line.substring(ANNOUNCEMENT.length())));
                    address.completeExceptionally(
                            new IOException("chromium has ended without saying where it listens"));
                },
                "chromium-errors");
        reader.setDaemon(true);
        reader.start();
        return address.get(SECONDS, TimeUnit.SECONDS);
    }

    /** Shows a file in a window of that width. */
    void open(Path file, int width, String scheme) throws Exception {
        ObjectNode size = JSON.createObjectNode().put("width", width).put("height", 900);
        call(
                "Emulation.setDeviceMetricsOverride",
                size.put("deviceScaleFactor", 1).put("mobile", width < 600));
        ObjectNode media = JSON.createObjectNode().put("media", "");
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        call("Emulation.setEmulatedMedia", media);
        events.clear();
        call("Page.navigate", "url", file.toUri().toString());
        while (true) {
            JsonNode next = next();
            if (next.path("method").asText().equals("Page.loadEventFired")) {
                return;
            }
        }
    }

    /** Shows the page as it is printed. */
    void showPrinted() throws Exception {
        call("Emulation.setEmulatedMedia", "media", "print");
    }

    /** The value of a script, which is awaited. */
    JsonNode evaluate(String script) throws Exception {
        ObjectNode parameters = JSON.createObjectNode().put("expression", script);
        JsonNode answer =
                call("Runtime.evaluate", parameters.put("awaitPromise", true).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** What the console has shown. */
    List<String> messages() {
        return events.stream().filter(each -> !each.startsWith("Network.")).toList();
    }

    /** The addresses that were asked for. */
    List<String> requests() {
        return events.stream()
                .filter(each -> each.startsWith("Network."))
                .map(each -> each.substring(each.indexOf(' ') + 1))
                .toList();
    }

    /** Writes a picture of the whole page. */
    void screenshot(Path file) throws Exception {
        ObjectNode parameters = JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true);
        write(file, call("Page.captureScreenshot", parameters));
    }

    /** Writes the page as it is printed. */
    void print(Path file) throws Exception {
        write(file, call("Page.printToPDF", JSON.createObjectNode().put("preferCSSPageSize", true)));
    }

    private static void write(Path file, JsonNode answer) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    private JsonNode call(String method, String... parameter) throws Exception {
        ObjectNode parameters = JSON.createObjectNode();
        for (int i = 0; i < parameter.length; i += 2) {
            parameters.put(parameter[i], parameter[i + 1]);
        }
        return call(method, parameters);
    }

    private JsonNode call(String method, ObjectNode parameters) throws Exception {
        lastId++;
        ObjectNode request = JSON.createObjectNode().put("id", lastId).put("method", method);
        request.set("params", parameters);
        if (!session.isEmpty()) {
            request.put("sessionId", session);
        }
        socket.sendText(request.toString(), true).get(SECONDS, TimeUnit.SECONDS);
        while (true) {
            JsonNode next = next();
            if (next.path("id").asInt() == lastId) {
                if (next.has("error")) {
                    throw new IOException(method + ": " + next.path("error"));
                }
                return next.path("result");
            }
        }
    }

    private JsonNode next() throws Exception {
        JsonNode next = received.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new IOException("chromium does not answer");
        }
        String method = next.path("method").asText();
        JsonNode parameters = next.path("params");
        switch (method) {
            case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded" ->
                events.add(method + " " + parameters);
            case "Network.requestWillBeSent" ->
                events.add(method + " " + parameters.path("request").path("url").asText());
            default -> {}
        }
        return next;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
        message.append(data);
        if (isLast) {
            try {
                received.add(JSON.readTree(message.toString()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            message.setLength(0);
        }
        return WebSocket.Listener.super.onText(from, data, isLast);
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
