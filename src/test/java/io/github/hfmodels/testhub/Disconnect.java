package io.github.hfmodels.testhub;

import java.io.IOException;

/** Tells a connection to end at once, as a fault asks. */
final class Disconnect extends IOException {
    private final boolean reset;

    Disconnect(boolean reset) {
        super("fault");
        this.reset = reset;
    }

    boolean isReset() {
        return reset;
    }
}
