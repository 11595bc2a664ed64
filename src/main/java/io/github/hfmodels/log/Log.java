package io.github.hfmodels.log;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.PrintableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

/**
 * The log of a class. Each message is one line of {@link Printable}, and exceptions are printable ones, whatever names and server
 * texts are in them.
 *
 * <p>Formats and arguments are SLF4J's: <code>{}</code> stands for the next argument, and an exception may come last.
 */
public final class Log {

    private final Logger logger;

    private Log(Logger logger) {
        this.logger = logger;
    }

    /** The log of that class. */
    public static Log of(Class<?> type) {
        return new Log(LoggerFactory.getLogger(type));
    }

    public boolean isDebugEnabled() {
        return logger.isDebugEnabled();
    }

    public boolean isInfoEnabled() {
        return logger.isInfoEnabled();
    }

    /** Says what goes on inside; shown with Maven's option {@code -X}. */
    public void debug(String format, @Nullable Object... arguments) {
        if (logger.isDebugEnabled()) {
            Message message = Message.of(format, arguments);
            logger.debug(message.line(), message.exception());
        }
    }

    /** Says what was done. */
    public void info(String format, @Nullable Object... arguments) {
        if (logger.isInfoEnabled()) {
            Message message = Message.of(format, arguments);
            logger.info(message.line(), message.exception());
        }
    }

    /** Says what the user should look at. */
    public void warn(String format, @Nullable Object... arguments) {
        if (logger.isWarnEnabled()) {
            Message message = Message.of(format, arguments);
            logger.warn(message.line(), message.exception());
        }
    }

    /** Says what fails the build, where there is more to say than fits into one failure. */
    public void error(String format, @Nullable Object... arguments) {
        Message message = Message.of(format, arguments);
        logger.error(message.line(), message.exception());
    }

    /** What may be printed of a message. */
    private record Message(String line, @Nullable Throwable exception) {

        static Message of(String format, @Nullable Object... arguments) {
            if (arguments.length == 0) {
                return new Message(Printable.line(format), null);
            }
            FormattingTuple message = MessageFormatter.arrayFormat(format, arguments);
            Throwable exception = message.getThrowable();
            return new Message(
                    Printable.line(message.getMessage()), exception == null ? null : PrintableException.of(exception));
        }
    }
}
