package io.github.hfmodels.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.prefetch.CapturedLog;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LogTest {

    private static final Log LOG = Log.of(LogTest.class);

    @Test
    void arguments_haveTheirPlaces() {
        try (var log = new CapturedLog()) {
            LOG.info("{} of {}", 1, "two");

            assertThat(log.text()).endsWith("1 of two" + System.lineSeparator());
        }
    }

    @Test
    void lineWithoutArguments_isNoFormat() {
        try (var log = new CapturedLog()) {
            LOG.info("a file {} and \\{}");

            assertThat(log.text()).contains("a file {} and \\{}");
        }
    }

    @Test
    void nameWithALineFeed_doesNotBeginALine() {
        try (var log = new CapturedLog()) {
            LOG.warn("{} is odd", "a\n::warning::x");

            assertThat(log.text().lines()).singleElement().asString().endsWith("a\\n::warning::x is odd");
        }
    }

    @Test
    void commandOfTwoArguments_isShownAsAnEscape() {
        try (var log = new CapturedLog()) {
            LOG.warn("{}{}", "##", "vso[task.setvariable]");

            assertThat(log.text()).contains("#\\u0023vso[task.setvariable]");
        }
    }

    @Test
    void exceptionWithItsCauses_isPrintable() {
        var failure = new IllegalStateException("one\n::error::x", new IOException("other\u009b2J\u2028"));
        failure.addSuppressed(new IOException("third\r##[error]x"));
        try (var log = new CapturedLog()) {
            LOG.warn("{} failed", "it", failure);

            assertThat(log.text())
                    .contains("it failed", "IllegalStateException: one\\n::error::x", "exceptionWithItsCauses")
                    .contains("IOException: other\\u009b2J\\u2028", "IOException: third\\r#\\u0023[error]x")
                    .doesNotContain("\n::", "\u009b", "\u2028", "\r", "##[");
        }
    }
}
