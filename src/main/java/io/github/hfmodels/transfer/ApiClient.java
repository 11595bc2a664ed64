package io.github.hfmodels.transfer;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.TransferException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Asks a server's API, again if need be. Thread-safe. */
public final class ApiClient {

    private final HttpTransport transport;

    /** Asks over {@code transport}. */
    public ApiClient(HttpTransport transport) {
        this.transport = transport;
    }

    /**
     * Asks a question and reads the answer.
     *
     * @throws InterruptedIOException when the thread is interrupted meanwhile
     * @throws HttpStatusException when the server's last answer is not a success
     * @throws TransferException when a redirect leads where it must not
     * @throws IOException when the server cannot be reached, or breaks off
     */
    public <T> T ask(URI address, HttpResponse.Reader<T> reader) throws IOException {
        // On a thread of its own, since nothing else can be interrupted while it waits for a server.
        var question = new FutureTask<T>(() -> askHere(address, reader));
        var thread = new Thread(question, "hf-models-question");
        thread.setDaemon(true);
        thread.start();
        try {
            return question.get();
        } catch (InterruptedException e) {
            question.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking " + Addresses.printable(address));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("asking ended in " + e.getCause(), e.getCause());
        }
    }

    private <T> T askHere(URI address, HttpResponse.Reader<T> reader) throws IOException {
        Retries retries = Retries.of(transport);
        while (true) {
            try {
                return transport.get(HttpRequest.question(address), reader);
            } catch (IOException e) {
                retries.after(e);
            }
        }
    }
}
