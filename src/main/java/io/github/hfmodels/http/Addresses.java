package io.github.hfmodels.http;

import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.Printable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.hc.core5.net.PercentCodec;

/** Addresses as servers write them, as messages show them, and as requests need them. */
public final class Addresses {

    private Addresses() {}

    /** Percent-encodes all characters but RFC 3986's unreserved ones. */
    public static String encoded(String text) {
        return PercentCodec.RFC3986.encode(text);
    }

    /** The address without user, query and fragment, since signed addresses have secrets in them. */
    public static String printable(URI address) {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        String server = Authority.of(address)
                .map(found -> found.host() + (found.port() < 0 ? "" : ":" + found.port()))
                .orElseGet(() -> String.valueOf(address.getRawAuthority()).replaceFirst(".*@", ""));
        return Printable.of(address.getScheme() + "://" + server + path);
    }

    /**
     * The target of a redirect. As in browsers, characters that an address cannot have are encoded.
     *
     * @throws IllegalArgumentException when it is not an address
     */
    static URI resolve(URI from, String location) {
        String encoded = encodeIllegal(location);
        if (encoded.startsWith("?")) {
            // java.net.URI drops the last part of the path.
            return URI.create(from.toString().replaceFirst("[?#].*", "") + encoded);
        }
        return from.resolve(URI.create(encoded));
    }

    /** Percent-encodes the characters that an address cannot have; percent signs stay as they are. */
    private static String encodeIllegal(String text) {
        var encoded = new StringBuilder();
        // HttpClient decodes the bytes of headers as ISO 8859-1.
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
