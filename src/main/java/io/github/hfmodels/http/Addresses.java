package io.github.hfmodels.http;

import io.github.hfmodels.model.Printable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Addresses as servers write them, and as they may be shown. */
public final class Addresses {

    private Addresses() {}

    /** Without user, query and fragment, in which signed addresses carry secrets. */
    public static String printable(URI address) {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return Printable.of(address.getScheme() + "://" + address.getHost() + port + path);
    }

    /**
     * Where a redirect leads. Lenient as browsers are: characters that an address cannot have are encoded.
     *
     * @throws IllegalArgumentException when it leads nowhere
     */
    static URI resolve(URI from, String location) {
        String encoded = encodeIllegal(location);
        if (encoded.startsWith("?")) {
            // java.net.URI would drop the last part of the path.
            return URI.create(from.toString().replaceFirst("[?#].*", "") + encoded);
        }
        return from.resolve(URI.create(encoded));
    }

    /** The text with whatever no address can have percent-encoded; what is encoded already stays as it is. */
    private static String encodeIllegal(String text) {
        var encoded = new StringBuilder();
        // Headers arrive as ISO 8859-1, whatever bytes they hold.
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            char c = (char) (b & 0xff);
            if (c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
