package io.github.hfmodels.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.hfmodels.http.HttpSettings;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.Test;

class BuildDataTest {

    private final MavenSession session = session();

    @Test
    void modulesOfOneBuild_shareConnectionsAndPauses() {
        HttpSettings.Shared one = new BuildData(session).connections(16);
        HttpSettings.Shared other = new BuildData(session).connections(16);

        assertThat(other.connections()).isSameAs(one.connections());
        assertThat(other.pauses()).isSameAs(one.pauses());
        assertThat(other.waits()).isSameAs(one.waits());
        assertThat(one.connections().availablePermits()).isEqualTo(16);
    }

    @Test
    void modulesThatWantAnotherNumber_shareWhatServersWantAlone() {
        HttpSettings.Shared one = new BuildData(session).connections(16);
        HttpSettings.Shared other = new BuildData(session).connections(2);

        assertThat(other.connections().availablePermits()).isEqualTo(2);
        assertThat(other.pauses()).isSameAs(one.pauses());
        assertThat(other.waits()).isSameAs(one.waits());
    }

    @Test
    void anotherBuild_sharesNothing() {
        HttpSettings.Shared one = new BuildData(session).connections(16);
        HttpSettings.Shared later = new BuildData(session()).connections(16);

        assertThat(later.connections()).isNotSameAs(one.connections());
        assertThat(later.pauses()).isNotSameAs(one.pauses());
        assertThat(later.waits()).isNotSameAs(one.waits());
    }

    private static MavenSession session() {
        MavenSession session = mock(MavenSession.class);
        when(session.getRepositorySession()).thenReturn(new DefaultRepositorySystemSession());
        return session;
    }
}
