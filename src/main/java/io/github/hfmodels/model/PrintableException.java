package io.github.hfmodels.model;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an exception says, fit to be printed with its stack trace: its text, and the texts of its causes and suppressed exceptions,
 * are lines of {@link Printable}.
 */
public final class PrintableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String text;

    private PrintableException(Throwable original) {
        super(original.getMessage() == null ? null : Printable.line(original.getMessage()));
        this.text = Printable.line(original.toString());
        setStackTrace(original.getStackTrace());
    }

    /** The exception itself when it is fit to be printed, else one that says and shows the same. */
    public static Throwable of(Throwable exception) {
        var copies = new IdentityHashMap<Throwable, PrintableException>();
        PrintableException copy = copy(exception, copies);
        boolean isFit =
                copies.entrySet().stream().allMatch(each -> each.getValue().says(each.getKey()));
        return isFit ? exception : copy;
    }

    private static PrintableException copy(Throwable original, Map<Throwable, PrintableException> copies) {
        PrintableException known = copies.get(original);
        if (known != null) {
            return known;
        }
        var copy = new PrintableException(original);
        copies.put(original, copy);
        @Nullable Throwable cause = original.getCause();
        if (cause != null) {
            copy.initCause(copy(cause, copies));
        }
        for (Throwable suppressed : original.getSuppressed()) {
            copy.addSuppressed(copy(suppressed, copies));
        }
        return copy;
    }

    private boolean says(Throwable original) {
        return text.equals(original.toString())
                && String.valueOf(getMessage()).equals(String.valueOf(original.getMessage()));
    }

    /** As the original's: its class and its message. */
    @Override
    public String toString() {
        return text;
    }
}
