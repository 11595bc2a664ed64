package io.github.hfmodels.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What servers and proxies were sent to identify the user. A server may repeat it in any text, so no text is printed that has it: in
 * its own form, in base64, or encoded as in addresses, JSON and HTML. Those that send a secret declare it here. Thread-safe.
 *
 * <p>This is shared by all builds of a JVM, since what masks texts must know secrets wherever the texts come from.
 */
public final class Secrets {

    private static final String MASK = "***";

    /** A shorter secret would mask harmless parts of words, and is masked where it is a word. */
    private static final int LONG_ENOUGH = 8;

    /** Nobody can tell such a secret from other text. */
    private static final int TOO_SHORT = 4;

    /** Beyond this length a secret is searched for as it is: each character that may be encoded costs memory and stack. */
    private static final int MAX_ENCODED = 1_024;

    /** The parameters of signed addresses that are as good as a token. */
    private static final Pattern SIGNATURE = Pattern.compile(
            "(?i)\\b((?:x-[a-z0-9]{1,8}-)?(?:signature|credential|security-token)|sig|key-pair-id|policy"
                    + "|(?:access_?)?token)=[^\\s&\"'<>;,]+");

    private static final Set<String> SENT = ConcurrentHashMap.newKeySet();
    private static volatile @Nullable Pattern sent;

    private Secrets() {}

    /** From now on no printed text has the secret in it. */
    public static synchronized void hide(String secret) {
        // One at a time: of two patterns that were made at once, the second could lack the first one's secret.
        if (secret.length() >= TOO_SHORT && SENT.add(secret)) {
            sent = pattern(SENT);
        }
    }

    /** The text with {@code ***} in place of secrets, also of one that its end cuts off. */
    static String masked(String text) {
        Pattern known = sent;
        String masked =
                known == null ? text : withoutBeginning(known.matcher(text).replaceAll(MASK));
        return masked.indexOf('=') < 0 ? masked : SIGNATURE.matcher(masked).replaceAll("$1=" + MASK);
    }

    /** The text with {@code ***} in place of these secrets. */
    public static String without(Collection<String> secrets, String text) {
        List<String> known =
                secrets.stream().filter(each -> each.length() >= LONG_ENOUGH).toList();
        return known.isEmpty() ? text : pattern(known).matcher(text).replaceAll(MASK);
    }

    /** A text that was cut, as long ones of servers are, may end within a secret. */
    private static String withoutBeginning(String text) {
        for (String secret : SENT) {
            for (int length = Math.min(secret.length() - 1, text.length()); length >= LONG_ENOUGH; length--) {
                if (text.regionMatches(true, text.length() - length, secret, 0, length)) {
                    return text.substring(0, text.length() - length) + MASK;
                }
            }
        }
        return text;
    }

    private static Pattern pattern(Collection<String> secrets) {
        return Pattern.compile(
                // The longest first, since one may be the beginning of another.
                secrets.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .flatMap(Secrets::forms)
                        .distinct()
                        .collect(Collectors.joining("|")),
                Pattern.CASE_INSENSITIVE);
    }

    private static Stream<String> forms(String secret) {
        String itself = Pattern.quote(secret);
        String beginning = secret.substring(0, Math.min(secret.length(), MAX_ENCODED));
        String encoded = beginning.codePoints().mapToObj(Secrets::encodings).collect(Collectors.joining());
        if (secret.length() < LONG_ENOUGH) {
            return Stream.of("(?<![A-Za-z0-9])(?:" + itself + "|" + encoded + ")(?![A-Za-z0-9])");
        }
        return Stream.concat(
                Stream.of(itself, encoded), IntStream.range(0, 3).mapToObj(shift -> base64(beginning, shift)));
    }

    /**
     * A character itself and as addresses, JSON and HTML write it. The longest form that is there counts, without a second try: a
     * server may send a text that is a secret but for its end, and tries would multiply with each character.
     */
    private static String encodings(int c) {
        if (c < 0x80 && Character.isLetterOrDigit(c)) {
            return Character.toString(c);
        }
        String itself = Character.toString(c);
        byte[] bytes = itself.getBytes(StandardCharsets.UTF_8);
        var inAddress = new StringBuilder();
        var inHeader = new StringBuilder();
        for (byte b : bytes) {
            inAddress.append('%').append(HexFormat.of().toHexDigits(b));
            inHeader.append((char) (b & 0xff));
        }
        String html = switch (c) {
            case '&' -> "|&amp;";
            case '<' -> "|&lt;";
            case '>' -> "|&gt;";
            case '"' -> "|&quot;";
            case '\'' -> "|&apos;";
            case ' ' -> "|\\+";
            default -> "";
        };
        return "(?>" + inAddress + (c < 0x80 ? "" : "|" + Pattern.quote(inHeader.toString()))
                + (c <= 0xffff ? "|\\\\u" + HexFormat.of().toHexDigits((char) c) : "") + "|&#0*+" + c + ";|&#x0*+"
                + Integer.toHexString(c) + ";" + html + "|\\\\?" + Pattern.quote(itself) + ")";
    }

    /** As base64 has it within a longer text that begins {@code shift} bytes earlier, whose neighbours share a character with it. */
    private static String base64(String secret, int shift) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int end = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
        return encoded.substring(shift == 0 ? 0 : shift + 1, end)
                .chars()
                .mapToObj(c -> c == '+' || c == '/' ? "[+/_-]" : Character.toString((char) c))
                .collect(Collectors.joining());
    }
}
