package io.github.hfmodels.transfer;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.Credentials;
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
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls a server's API, and repeats a call that failed if that may help. Thread-safe.
 *
 * @param credentials are sent with each call to their server; null for none
 */
public record ApiClient(HttpTransport transport, @Nullable Credentials credentials) {

    private static final ThreadFactory THREADS = DaemonThreads.named("hf-models-api");

    /**
     * Makes a call and reads the response.
     *
     * @throws InterruptedIOException when the thread is interrupted
     * @throws HttpStatusException when the server's last response is not a success
     * @throws TransferException when a redirect is refused
     * @throws IOException when the server cannot be reached, or the response breaks off
     */
    public <T> T call(URI address, HttpResponse.Reader<T> reader) throws IOException {
        return call(HttpRequest.api(address, credentials), reader);
    }

    /**
     * Makes a call that has a form, as {@link #call(URI, HttpResponse.Reader)} does. It may be repeated, so it must change nothing.
     *
     * @param form the names and values, encoded for addresses
     */
    public <T> T post(URI address, String form, HttpResponse.Reader<T> reader) throws IOException {
        return call(HttpRequest.form(address, form, credentials), reader);
    }

    private <T> T call(HttpRequest request, HttpResponse.Reader<T> reader) throws IOException {
        // On another thread, since a thread that waits for a server cannot be interrupted.
        var call = new FutureTask<T>(() -> callHere(request, reader));
        THREADS.newThread(call).start();
        try {
            return call.get();
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while calling " + Addresses.printable(request.address()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof VirtualMachineError exhausted) {
                throw exhausted;
            }
            throw new IllegalStateException("the call ended with " + e.getCause(), e.getCause());
        }
    }

    private <T> T callHere(HttpRequest request, HttpResponse.Reader<T> reader) throws IOException {
        Retries retries = Retries.of(transport);
        while (true) {
            try {
                return transport.get(request, reader);
            } catch (IOException e) {
                retries.after(e);
            }
        }
    }
}
