package io.github.hfmodels.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * A connection that does not log its traffic. At debug level HttpClient's own connection logs every header, the credential
 * included, and every byte of a model.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {

    private static final int MAX_INFORMATIONAL = 20;

    private int informational;

    private QuietConnection(Http1Config config) {
        super("quiet", null, null, config, null, null, null, null);
    }

    static QuietConnection create(@Nullable Socket socket, Http1Config config) throws IOException {
        var connection = new QuietConnection(config);
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
        bind(new SocketHolder(sslSocket, socket));
    }

    /** Refuses an endless series of informational responses, which no timeout would end. */
    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        ClassicHttpResponse response;
        try {
            response = super.receiveResponseHeader();
        } catch (IllegalArgumentException e) {
            // This is how HttpClient fails for the status 000.
            throw new ProtocolException("the answer has an impossible status line", e);
        }
        informational = response.getCode() < HttpStatus.SC_SUCCESS ? informational + 1 : 0;
        if (informational > MAX_INFORMATIONAL) {
            throw new ProtocolException("the server sends informational responses without end");
        }
        return response;
    }

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {
        // The overridden method logs the headers.
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {
        // The overridden method logs the headers.
    }
}
