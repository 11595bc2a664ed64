package io.github.hfmodels.testhub;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Copies a content to a connection and lets go wrong on the way what the fault says. */
final class BodyWriter {
    private static final int MAX_BUFFER = 1 << 18;
    private static final int TRICKLES_PER_SECOND = 20;

    private final OutputStream out;
    private final Response response;
    private final BodyFault fault;
    private final RequestLog.Exchange exchange;
    private final byte[] buffer;
    private long position;

    BodyWriter(OutputStream out, Response response, RequestLog.Exchange exchange) {
        this.out = out;
        this.response = response;
        this.fault = response.fault();
        this.exchange = exchange;
        long useful = Math.max(fault.extra(), response.length());
        this.buffer = new byte[(int) Math.max(1, Math.min(MAX_BUFFER, useful))];
    }

    void write() throws IOException {
        stopIfDue();
        if (response.length() > 0) {
            try (InputStream in = response.content().open(response.from())) {
                copy(in, response.length());
            }
        }
        if (fault.extra() > 0) {
            try (InputStream in = Content.generated(fault.extra(), 1).open(0)) {
                copy(in, fault.extra());
            }
        }
    }

    private void copy(InputStream in, long length) throws IOException {
        long left = length;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(left, room()));
            if (count < 0) {
                throw new EOFException("content is shorter than its size");
            }
            send(count);
            left -= count;
            stopIfDue();
        }
    }

    /** Bytes that may be sent before the next position at which something happens. */
    private long room() {
        long room = buffer.length;
        if (fault.endAfter() > position) {
            room = Math.min(room, fault.endAfter() - position);
        }
        if (fault.stallAfter() > position) {
            room = Math.min(room, fault.stallAfter() - position);
        }
        if (fault.bytesPerSecond() > 0) {
            room = Math.min(room, Math.max(1, fault.bytesPerSecond() / TRICKLES_PER_SECOND));
        }
        return room;
    }

    private void send(int count) throws IOException {
        long flip = fault.flipAt() - response.from() - position;
        if (fault.flipAt() >= 0 && flip >= 0 && flip < count) {
            buffer[(int) flip] ^= 1;
        }
        // Counted first, so that whoever has read the whole answer finds it in the log.
        exchange.served(count);
        out.write(buffer, 0, count);
        position += count;
        if (fault.bytesPerSecond() > 0) {
            out.flush();
            fault.gate().await(TimeUnit.SECONDS.toNanos(1) * count / fault.bytesPerSecond());
        }
    }

    private void stopIfDue() throws IOException {
        if (position == fault.stallAfter()) {
            out.flush();
            fault.gate().await();
        }
        if (position == fault.endAfter()) {
            out.flush();
            throw new Disconnect(fault.reset());
        }
    }
}
