package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferListener;
import org.junit.jupiter.api.Test;

/** Where there is a line for hashing: where Maven has one for downloads. The integration test has real Mavens and terminals. */
class HashingDisplayTest {

    @Test
    void mavensLineForDownloads_isKnownByItsClass_alsoWithinOthers() {
        assertThat(hasLine(new ConsoleMavenTransferListener())).isTrue();
        assertThat(hasLine(new Wrapper(new ConsoleMavenTransferListener()))).isTrue();
        assertThat(hasLine(new Wrapper(new Wrapper(new ConsoleMavenTransferListener()))))
                .isTrue();
    }

    @Test
    void allElse_isNoLine() {
        assertThat(hasLine(null)).isFalse();
        assertThat(hasLine(new QuietMavenTransferListener())).isFalse();
        assertThat(hasLine(new Wrapper(new QuietMavenTransferListener()))).isFalse();
        assertThat(hasLine(new Wrapper(null))).isFalse();
        assertThat(hasLine(mock(TransferListener.class))).isFalse();
        assertThat(MavenTransfers.areOnTerminal(mock(MavenSession.class))).isFalse();
    }

    @Test
    void aListenerWithinItself_isNoneOfMavens() {
        var wrapper = new Wrapper(null);
        wrapper.delegate = wrapper;

        assertThat(hasLine(wrapper)).isFalse();
    }

    private static boolean hasLine(TransferListener listener) {
        MavenSession build = mock(MavenSession.class);
        when(build.getRequest()).thenReturn(new DefaultMavenExecutionRequest().setTransferListener(listener));
        return MavenTransfers.areOnTerminal(build);
    }

    private static final class ConsoleMavenTransferListener extends AbstractTransferListener {}

    private static final class QuietMavenTransferListener extends AbstractTransferListener {}

    /** As SimplexTransferListener of Maven 3.9, and MavenTransferListener of Maven 4. */
    private static final class Wrapper extends AbstractTransferListener {
        private TransferListener delegate;

        Wrapper(TransferListener delegate) {
            this.delegate = delegate;
        }
    }
}
