package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.PrintableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End to end: a server repeats the token that it was sent, wherever it can. Nothing that is printed has it. */
@Timeout(60)
class RepeatedSecretsTest {

    private static final String TOKEN = "hf_Repeated0123456789abcdef";

    @TempDir
    private Path cache;

    private ServerSocket server;
    private volatile String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Gives the answer, with {@code TOKEN} and the like replaced by what the request had. */
    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                var request =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
                String credential = "";
                for (String line = request.readLine(); line != null && !line.isEmpty(); line = request.readLine()) {
                    if (line.startsWith("Authorization: ")) {
                        credential = line.substring("Authorization: ".length());
                    }
                }
                byte[] bytes = credential.getBytes(StandardCharsets.UTF_8);
                String text = answer.replace("BASE64", Base64.getEncoder().encodeToString(bytes))
                        .replace("WORD", credential.substring(credential.indexOf(' ') + 1))
                        .replace("ALL", credential);
                client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The test is over, or the client has gone.
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 Error\n\nno such user: ALL",
                "HTTP/1.1 500 ALL\n\n",
                "HTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n{\"error\":\"ALL is wrong\"}",
                "HTTP/1.1 403 Forbidden\nX-Error-Message: ALL\n\n",
                "HTTP/1.1 403 Forbidden\nX-Request-Id: WORD\n\n",
                "HTTP/1.1 403 Forbidden\nX-Request-Id: BASE64\n\n",
                "HTTP/1.1 429 Slow\nRetry-After: ALL\n\n",
                "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: ALL=\"\\\n\n",
                "HTTP/1.1 ALL\n\n",
                "ALL\n\n",
                "HTTP/1.1 200 OK\nALL\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nALL\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: ALL\n\n",
                "HTTP/1.1 200 OK\nContent-Length: WORD\n\n",
                "HTTP/1.1 200 OK\nContent-Encoding: WORD\n\n{}",
                "HTTP/1.1 302 Found\nLocation: /WORD\n\n",
                "HTTP/1.1 302 Found\nLocation: ftp://WORD/\n\n",
                "HTTP/1.1 200 OK\n\n{\"sha\":\"WORD\"}",
                "HTTP/1.1 200 OK\n\nALL",
                "HTTP/1.1 200 OK\n\n{\"sha\":\"0123456789012345678901234567890123456789\",\"siblings\":"
                        + "[{\"rfilename\":\"WORD/../x\",\"size\":1,\"blobId\":\"WORD\"}]}",
                "HTTP/1.1 200 OK\n\n{\"sha\":\"0123456789012345678901234567890123456789\",\"siblings\":"
                        + "[{\"rfilename\":\"x\",\"size\":-1,\"blobId\":\"WORD\"}]}",
            })
    void theToken_isNotPrinted(String text) {
        answer = text.replace("\n", "\r\n");
        try (var log = new CapturedLog()) {
            TestBuild.Failure failure = new TestBuild("http://127.0.0.1:" + server.getLocalPort(), cache)
                    .retries(1)
                    .token(TOKEN)
                    .fails("org/name");

            String base64 = Base64.getEncoder().encodeToString(("Bearer " + TOKEN).getBytes(StandardCharsets.UTF_8));
            assertThat(failure.message() + trace(failure.cause()) + log.text())
                    .doesNotContainIgnoringCase(TOKEN)
                    .doesNotContain(TOKEN.substring(3, 15), base64.substring(12));
        }
    }

    private static String trace(Exception failure) {
        var text = new StringWriter();
        PrintableException.of(failure).printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
