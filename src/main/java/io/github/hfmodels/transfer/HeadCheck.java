package io.github.hfmodels.transfer;

import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.http.TransferException;
import java.net.URI;

/** Looks at the answers to requests for a content before it is received: redirects, and what they lead to. */
@FunctionalInterface
public interface HeadCheck {

    /** Accepts every answer. */
    HeadCheck NONE = (address, head) -> {};

    /**
     * @param address the address that answered
     * @throws TransferException when the content must not be taken from there
     */
    void check(URI address, ResponseHead head) throws TransferException;
}
