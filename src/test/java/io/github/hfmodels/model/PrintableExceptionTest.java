package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrintableExceptionTest {

    @Test
    void ordinaryException_isItself() {
        var failure = new IllegalStateException("it broke", new IOException("for a reason"));

        assertThat(PrintableException.of(failure)).isSameAs(failure);
    }

    @Test
    void exceptionWithoutAMessage_isItself() {
        var failure = new IllegalStateException();

        assertThat(PrintableException.of(failure)).isSameAs(failure);
    }

    @Test
    void textOfACause_isAnEscapeInTheWholeTrace() {
        var failure = new IllegalStateException("it broke", new IOException("a\nb\u202e"));

        Throwable printable = PrintableException.of(failure);

        assertThat(trace(printable))
                .isEqualTo(trace(failure).replace("a\nb\u202e", "a\\nb\\u202e"))
                .contains("textOfACause_isAnEscapeInTheWholeTrace");
        assertThat(printable).hasMessage("it broke");
    }

    @Test
    void textOfASuppressedException_isAnEscape() {
        var failure = new IllegalStateException("it broke");
        failure.addSuppressed(new IOException("a\u0085b"));

        assertThat(trace(PrintableException.of(failure))).contains("a\\u0085b").doesNotContain("\u0085");
    }

    @Test
    void exceptionsThatCauseEachOther_areFollowedOnce() {
        var one = new IOException("a\nb");
        one.initCause(new IOException("c\nd", one));

        assertThat(trace(PrintableException.of(one))).contains("a\\nb", "c\\nd", "CIRCULAR REFERENCE");
    }

    private static String trace(Throwable exception) {
        var text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
