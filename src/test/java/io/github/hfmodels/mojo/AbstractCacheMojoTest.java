package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;

/** What Maven is told when a goal fails. */
class AbstractCacheMojoTest {

    /** Fails as a goal must not. */
    private static final class FaultyMojo extends AbstractCacheMojo {

        private final Exception fault;

        private FaultyMojo(Exception fault) {
            this.fault = fault;
        }

        @Override
        void run() throws InterruptedException {
            if (fault instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw (RuntimeException) fault;
        }
    }

    @Test
    void faultOfTheProgram_isToldAsOne() throws Exception {
        var fault = new IllegalArgumentException("not in the listing: a");

        assertThatThrownBy(mojo(fault)::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage(
                        "the goal prefetch failed unexpectedly: java.lang.IllegalArgumentException: not in the listing:"
                                + " a; this is a fault of hf-models-maven-plugin; please report it with the output of mvn -e")
                .hasCause(fault);
    }

    @Test
    void interruptedThread_staysInterrupted() throws Exception {
        assertThatThrownBy(mojo(new InterruptedException())::execute).isInstanceOf(MojoExecutionException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static FaultyMojo mojo(Exception fault) throws Exception {
        var mojo = new FaultyMojo(fault);
        MojoExtension.setVariableValueToObject(
                mojo, "execution", new MojoExecution(new Plugin(), "prefetch", "default"));
        return mojo;
    }
}
