package io.github.hfmodels.model;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of bytes as Maven prints them: decimal units, one digit after the point. */
public final class ByteCount {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) *(?:([KMGT])(I?))?B?", Pattern.CASE_INSENSITIVE);
    private static final String PREFIXES = "KMGT";

    private ByteCount() {}

    /** The sum of two lengths, or {@link Long#MAX_VALUE} if it is larger than that. Sizes are the word of others. */
    public static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** The sum of the lengths of all items, or {@link Long#MAX_VALUE} if it is larger than that. */
    public static <T> long sum(Collection<T> items, ToLongFunction<? super T> length) {
        long sum = 0;
        for (T item : items) {
            sum = plus(sum, length.applyAsLong(item));
        }
        return sum;
    }

    /** Such as {@code 90.4 MB}. */
    public static String format(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1_000 && unit < UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /**
     * Reads a number of bytes with or without a unit, in upper or lower case: {@code 2GB} and {@code 500 MB} are decimal,
     * {@code 1.5GiB} is binary. A unit needs its B, since a bare G is ambiguous.
     *
     * @throws InvalidValueException when the text is not a size
     */
    public static long parse(String text) {
        Matcher match = TEXT.matcher(text.strip());
        boolean hasUnit = match.matches() && match.group(2) != null;
        if (!match.matches()
                || (hasUnit && !match.group().toUpperCase(Locale.ROOT).endsWith("B"))) {
            throw notASize(text, null);
        }
        BigDecimal bytes = new BigDecimal(match.group(1));
        if (hasUnit) {
            int base = match.group(3).isEmpty() ? 1_000 : 1_024;
            int power = PREFIXES.indexOf(match.group(2).toUpperCase(Locale.ROOT)) + 1;
            bytes = bytes.multiply(BigDecimal.valueOf(base).pow(power));
        }
        try {
            return bytes.toBigInteger().longValueExact();
        } catch (ArithmeticException e) {
            throw notASize(text, e);
        }
    }

    private static InvalidValueException notASize(String text, @Nullable Throwable cause) {
        return new InvalidValueException(
                "'" + Printable.of(text) + "'; expected a size such as 2GB, 500MB, 1.5GiB, or a number of bytes",
                cause);
    }
}
