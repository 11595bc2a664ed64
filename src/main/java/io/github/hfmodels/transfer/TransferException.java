package io.github.hfmodels.transfer;

import java.io.IOException;

/** What arrived was not what was promised, or the way to it was not one to go. The message stands for itself. */
public final class TransferException extends IOException {

    private static final long serialVersionUID = 1L;

    TransferException(String message) {
        super(message);
    }

    TransferException(String message, Throwable cause) {
        super(message, cause);
    }
}
