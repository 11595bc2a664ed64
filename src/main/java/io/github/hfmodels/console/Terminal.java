package io.github.hfmodels.console;

import java.io.Console;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/** The terminal at which somebody sits while Maven runs. */
public final class Terminal {

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
}
