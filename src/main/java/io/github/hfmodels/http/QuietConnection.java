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
 * A connection that never logs what passes through it. HttpClient's own logs every header, the credential included, and
 * every byte of a model once debugging is on, whatever logging library is behind it.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {

    private static final int MAX_ANNOUNCEMENTS = 20;

    private int announcements;

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

    /** Also refuses what no timeout would end: a server that announces an answer again and again and never gives it. */
    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        ClassicHttpResponse response = super.receiveResponseHeader();
        announcements = response.getCode() < HttpStatus.SC_SUCCESS ? announcements + 1 : 0;
        if (announcements > MAX_ANNOUNCEMENTS) {
            throw new ProtocolException("the server announces an answer and does not give it");
        }
        return response;
    }

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {
        // HttpClient's own logs the headers here.
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {
        // HttpClient's own logs the headers here.
    }
}
