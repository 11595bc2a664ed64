package io.github.hfmodels.testhub;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.util.Optional;

/** One client connection: answers its requests in turn until either side ends it. */
final class Connection {
    private final Socket transport;
    private final Socket socket;
    private final RecordedRequest.Server server;
    private final Handler handler;
    private final RequestLog log;
    private final Faults faults;

    /** Takes the TCP connection itself and what speaks on it, which differ under TLS. */
    Connection(
            Socket transport,
            Socket socket,
            RecordedRequest.Server server,
            Handler handler,
            RequestLog log,
            Faults faults) {
        this.transport = transport;
        this.socket = socket;
        this.server = server;
        this.handler = handler;
        this.log = log;
        this.faults = faults;
    }

    void serve() throws IOException {
        RequestReader reader = new RequestReader(socket.getInputStream(), server);
        ResponseWriter writer = new ResponseWriter(socket.getOutputStream());
        try {
            Optional<Request> request = reader.read();
            while (request.isPresent()) {
                answer(request.get(), writer);
                request = isLast(request.get()) ? Optional.empty() : reader.read();
            }
        } catch (Disconnect e) {
            if (e.isReset()) {
                // Closing with this option set sends a reset, without it a regular end.
                transport.setSoLinger(true, 0);
                transport.close();
            }
        }
    }

    private void answer(Request request, ResponseWriter writer) throws IOException {
        RequestLog.Exchange exchange = log.enter(request.line());
        Response response;
        try {
            response = faults.answer(request, handler);
        } catch (NumberFormatException e) {
            // A bad percent escape, cursor or range.
            response = HubErrors.badRequest("not understood");
        } catch (RuntimeException e) {
            response = Response.text(500, "text/plain; charset=utf-8", stackTrace(e));
        }
        writer.write(response, request.method().equals("HEAD"), exchange);
    }

    private static boolean isLast(Request request) {
        return request.headers().all("Connection").stream().anyMatch("close"::equalsIgnoreCase);
    }

    private static String stackTrace(RuntimeException e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
