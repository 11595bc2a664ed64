package io.github.hfmodels.transfer;

import io.github.hfmodels.http.Addresses;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.log.Log;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.hc.core5.http.ConnectionClosedException;

/** The body of a response that is to be a content. It may be something else, or end too early or too late. */
record ContentBody(HttpResponse response) {

    private static final Log LOG = Log.of(ContentBody.class);

    /**
     * Does nothing if the response may have a content of this size as a whole.
     *
     * @throws TransferException when it has something else, such as the login page of a proxy, which may be gone at the next try
     */
    static void check(HttpResponse response, long size) throws TransferException {
        if (response.length() >= 0 && response.length() != size) {
            throw unexpected(response, "has " + response.length() + " bytes instead of " + size);
        }
    }

    /**
     * Does nothing if the response may be worth giving up what is there of the content.
     *
     * @throws TransferException when it seems to be a page in place of the content, whose length does not say so
     */
    static void checkForPage(HttpResponse response) throws TransferException {
        if (response.length() < 0 && response.isWebPage()) {
            throw unexpected(response, "has no length");
        }
    }

    /** The response does not have the content. */
    static TransferException unexpected(HttpResponse response, String what) {
        String page = response.isWebPage() ? "; it is a web page, perhaps of a proxy that wants a login" : "";
        return TransferException.temporary(
                "the content from " + Addresses.printable(response.address()) + " " + what + page);
    }

    /** Reads the end of the body, so that the connection can be used again. A connection with more bytes is closed. */
    void readEnd() {
        try {
            if (response.body().read() >= 0) {
                LOG.debug("{} sends more than it was asked for", Addresses.printable(response.address()));
            }
        } catch (IOException e) {
            LOG.debug("The end of a response is missing: {}", e.toString());
        }
    }

    /**
     * Fills the beginning of the buffer, however few bytes come at a time: a TLS record has 16 KiB, and the system writes whole
     * pages of a file faster.
     *
     * @return how many bytes were read; fewer than {@code most} at the end, even when it comes too early
     */
    int read(byte[] buffer, int most) throws IOException {
        int length = 0;
        try {
            for (int count = 0; count >= 0 && length < most; ) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while downloading");
                }
                count = response.body().read(buffer, length, most - length);
                length += Math.max(count, 0);
            }
        } catch (ConnectionClosedException e) {
            // The caller sees that bytes are missing.
        }
        return length;
    }
}
