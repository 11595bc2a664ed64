package io.github.hfmodels.transfer;

import io.github.hfmodels.model.Printable;
import java.net.URI;

/** Addresses as they may be shown. */
final class Addresses {

    private Addresses() {}

    /** Without user, query and fragment, in which signed addresses carry secrets. */
    static String printable(URI address) {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return Printable.of(address.getScheme() + "://" + address.getHost() + port + path);
    }
}
