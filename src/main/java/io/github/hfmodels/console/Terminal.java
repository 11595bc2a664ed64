package io.github.hfmodels.console;

import java.io.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/** The terminal at which somebody sits while Maven runs. */
public final class Terminal {

    private static final int USUAL_COLUMNS = 80;
    private static final Pattern SIZE = Pattern.compile("\\d{1,4} ([1-9]\\d{0,3})\\s*");

    private Terminal() {}

    /** Null in a build that is not interactive, such as one with {@code -B}, and where input or output is no terminal. */
    public static @Nullable Console of(MavenSession session) {
        return isInteractive(session) ? console() : null;
    }

    static boolean isInteractive(MavenSession session) {
        return session.getRequest() != null && session.getRequest().isInteractiveMode();
    }

    /** Newer Java has a console also where input and output are files. */
    private static @Nullable Console console() {
        Console console = System.console();
        try {
            boolean isTerminal = console != null
                    && (Runtime.version().feature() < 22
                            || Boolean.TRUE.equals(
                                    Console.class.getMethod("isTerminal").invoke(console)));
            return isTerminal ? console : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** How wide the terminal is, which Java does not know; the usual width where nothing says so. */
    static int columns() {
        try {
            Process size = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!size.waitFor(1, TimeUnit.SECONDS)) {
                size.destroyForcibly();
                return USUAL_COLUMNS;
            }
            Matcher answer = SIZE.matcher(new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            return answer.matches() ? Integer.parseInt(answer.group(1)) : USUAL_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_COLUMNS;
        } catch (IOException e) {
            // There is no such command.
            return USUAL_COLUMNS;
        }
    }
}
