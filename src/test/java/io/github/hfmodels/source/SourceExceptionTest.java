package io.github.hfmodels.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.source.SourceException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceExceptionTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            kind,                 userError, worthAnotherEndpoint, leavesCacheValid
            REPOSITORY_NOT_FOUND, true,      true,                 true
            REVISION_NOT_FOUND,   true,      true,                 false
            FILE_NOT_FOUND,       true,      true,                 false
            GATED,                true,      false,                true
            DISABLED,             true,      false,                true
            FORBIDDEN,            true,      false,                true
            PROXY,                true,      true,                 true
            REDIRECTED,           true,      true,                 false
            TOO_LARGE,            true,      false,                false
            RATE_LIMITED,         false,     true,                 true
            UNREACHABLE,          false,     true,                 true
            UNAVAILABLE,          false,     true,                 true
            MALFORMED,            false,     true,                 false
            CORRUPT,              false,     true,                 false
            """)
    void kinds(Kind kind, boolean userError, boolean worthAnotherEndpoint, boolean leavesCacheValid) {
        var failure = new SourceException(kind, "reason", Advice.NONE, null);

        assertThat(failure.isUserError()).isEqualTo(userError);
        assertThat(failure.isWorthAnotherEndpoint()).isEqualTo(worthAnotherEndpoint);
        assertThat(failure.leavesCacheValid()).isEqualTo(leavesCacheValid);
    }

    @Test
    void severalFailures_areOfTheKindOfOne_whateverKindsTheyAre() {
        assertThat(EndpointFailures.DECIDING).containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void failureAfterTheCommitWasNamed_doesNotLeaveTheCacheValid() {
        var failure = new SourceException(Kind.UNAVAILABLE, "reason", Advice.NONE, null);

        assertThat(failure.at(new CommitHash("a".repeat(40))).leavesCacheValid())
                .isFalse();
    }

    @Test
    void message_isTheReasonAlone() {
        var failure = new SourceException(Kind.GATED, "the model is gated", Advice.of("ask for access"), null, true);

        assertThat(failure).hasMessage("the model is gated");
        assertThat(failure.advice()).isEqualTo(Advice.of("ask for access"));
        assertThat(failure.isTokenMissing()).isTrue();
    }
}
