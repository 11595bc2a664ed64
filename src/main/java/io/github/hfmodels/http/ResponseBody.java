package io.github.hfmodels.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The decoded body of a response. Its bytes count for the deadline of its exchange; closing it does nothing. */
final class ResponseBody extends InputStream {

    private final InputStream decoded;
    private final ExchangeDeadline deadline;

    private ResponseBody(InputStream decoded, ExchangeDeadline deadline) {
        this.decoded = decoded;
        this.deadline = deadline;
    }

    static ResponseBody of(InputStream content, ExchangeDeadline deadline) {
        return new ResponseBody(content, deadline);
    }

    /** @throws IOException when it does not begin as gzip does */
    static ResponseBody ofGzip(InputStream content, ExchangeDeadline deadline) throws IOException {
        deadline.waits();
        try {
            return new ResponseBody(new BoundedGzip(content), deadline);
        } catch (IOException e) {
            throw explain(e, deadline);
        } finally {
            deadline.arrived(0);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = 0;
        deadline.waits();
        try {
            count = decoded.read(buffer, offset, length);
            return count;
        } catch (IOException e) {
            throw explain(e, deadline);
        } finally {
            deadline.arrived(count);
        }
    }

    private static IOException explain(IOException failure, ExchangeDeadline deadline) {
        return failure instanceof ZipException
                ? TransferException.temporary("the gzip of a response is damaged: " + failure.getMessage())
                : deadline.explain(failure);
    }

    /** Java reads the members of a gzip by recursion, so that many empty ones would overflow the stack. */
    private static final class BoundedGzip extends GZIPInputStream {

        private static final int MAX_EMPTY_MEMBERS = 100;

        private int depth;

        BoundedGzip(InputStream content) throws IOException {
            super(content);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (depth > MAX_EMPTY_MEMBERS) {
                throw new ZipException("too many empty members");
            }
            depth++;
            try {
                return super.read(buffer, offset, length);
            } finally {
                depth--;
            }
        }
    }
}
