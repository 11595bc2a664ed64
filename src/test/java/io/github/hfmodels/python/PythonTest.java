package io.github.hfmodels.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class PythonTest {

    @Test
    void run_returnsWhatWasPrinted() {
        String printed = Python.require()
                .run(
                        Map.of("HF_HOME", "é"),
                        "import os, sys; print(os.environ['HF_HOME'], os.environ['HF_HUB_DISABLE_XET'], *sys.argv[1:])",
                        "a b",
                        "\uD83E\uDD17");

        assertThat(printed).isEqualToIgnoringNewLines("é 1 a b \uD83E\uDD17");
    }

    @Test
    void run_failure_tellsStandardError() {
        Python python = Python.require();

        assertThatThrownBy(() -> python.run("import sys; sys.exit('no way')"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no way");
    }

    @Test
    void require_missingModule_skipsUnlessTheInterpreterWasNamed() {
        assertThatThrownBy(() -> Python.requireModule("no_such_module"))
                .isInstanceOfAny(TestAbortedException.class, AssertionError.class)
                .hasMessageContaining("no_such_module");
    }
}
