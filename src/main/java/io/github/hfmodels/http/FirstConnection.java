package io.github.hfmodels.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is opened in the background before the first request, while a goal still reads what it will ask for. The first
 * request waits for it, and fails as it has failed. Thread-safe.
 */
final class FirstConnection {

    private static final TimeValue KEPT = TimeValue.ofMinutes(1);

    private final HttpClientConnectionManager connections;
    private final Deadlines deadlines;
    private final HttpSettings settings;
    private @Nullable FutureTask<Void> opening;
    private boolean isTooLate;

    FirstConnection(HttpClientConnectionManager connections, Deadlines deadlines, HttpSettings settings) {
        this.connections = connections;
        this.deadlines = deadlines;
        this.settings = settings;
    }

    /** Begins to connect, unless there has been a request. */
    synchronized void begin(Origin server) {
        if (isTooLate) {
            return;
        }
        opening = new FutureTask<>(() -> {
            open(server);
            return null;
        });
        var thread = new Thread(opening, "hf-models-connect");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for the connection, if one is being opened; its failure is told once.
     *
     * @throws IOException when it cannot be opened
     */
    void await() throws IOException {
        FutureTask<Void> task = take();
        if (task == null) {
            return;
        }
        try {
            task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while connecting");
        }
    }

    private synchronized @Nullable FutureTask<Void> take() {
        FutureTask<Void> task = opening;
        opening = null;
        isTooLate = true;
        return task;
    }

    private void open(Origin server) throws IOException, InterruptedException {
        HttpClientContext context = HttpClientContext.create();
        ConnectionEndpoint endpoint;
        try {
            HttpRoute route = ProxiedClient.ROUTES.determineRoute(server.toHttpHost(), context);
            Timeout limit = Timeout.of(settings.connectTimeout());
            endpoint = connections.lease("first", route, limit, null).get(limit);
        } catch (HttpException | TimeoutException | ExecutionException | IllegalStateException e) {
            // No connection is free, or all are closed: the request says so itself.
            return;
        }
        connect(endpoint, context);
        if (server.isEncrypted()) {
            TlsWarmUp.startToCompile();
        }
    }

    private void connect(ConnectionEndpoint endpoint, HttpClientContext context) throws IOException {
        ExchangeDeadline deadline = deadlines.of(() -> endpoint.close(CloseMode.IMMEDIATE));
        Duration silence = settings.apiTimeout();
        var limits = new ExchangeLimits(deadline, settings.connectTimeout(), silence, silence);
        limits.addTo(context);
        limits.begin();
        boolean isOpen = false;
        try {
            connections.connect(endpoint, TimeValue.of(settings.connectTimeout()), context);
            isOpen = true;
        } catch (IOException e) {
            throw deadline.explain(e);
        } finally {
            deadline.end();
            if (!isOpen) {
                // It may be connected without being encrypted.
                endpoint.close(CloseMode.IMMEDIATE);
            }
            // Where others find it.
            connections.release(endpoint, null, KEPT);
        }
    }
}
