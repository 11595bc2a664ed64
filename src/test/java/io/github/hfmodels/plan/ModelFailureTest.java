package io.github.hfmodels.plan;

import static io.github.hfmodels.plan.PlanFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFailureTest {

    private static final Advice ASK = Advice.of("ask somebody");

    static Stream<Arguments> causes() {
        return Stream.of(
                arguments(new SourceException(Kind.UNAVAILABLE, "it is down", ASK, null), "it is down", ASK),
                arguments(new UserException("it is wrong", ASK), "it is wrong", ASK),
                arguments(new AdvisedIOException("no room", ASK), "no room", ASK),
                arguments(new IOException("it broke"), "it broke", Advice.NONE),
                arguments(new IOException(), "IOException", Advice.NONE),
                arguments(new InvalidValueException("'x' is no hash"), "'x' is no hash", Advice.NONE),
                arguments(
                        new AccessDeniedException("/a"),
                        "cannot use /a: no permission",
                        Advice.of("check its owner and mode, and those of its folder")),
                arguments(
                        new FileAlreadyExistsException("/a"),
                        "cannot use /a: something else has that name",
                        Advice.of("move it away")),
                arguments(
                        new DirectoryNotEmptyException("/a"),
                        "cannot use /a: something else has that name",
                        Advice.of("move it away")),
                arguments(
                        new NoSuchFileException("/a"), "cannot use /a: it no longer exists", Advice.of("build again")),
                arguments(
                        new FileSystemException("/a", null, "No space left on device"),
                        "cannot use /a: No space left on device",
                        Advice.of("check the disk and the folder")),
                arguments(
                        new IllegalStateException("oops"),
                        "unexpected: java.lang.IllegalStateException: oops",
                        Advice.to(Action.REPORT_FAULT)),
                arguments(
                        new IllegalArgumentException(),
                        "unexpected: java.lang.IllegalArgumentException",
                        Advice.to(Action.REPORT_FAULT)));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void cause_decidesOnReasonAndAdvice(Exception cause, String reason, Advice advice) {
        var failure = new ModelFailure(model(), cause);

        assertThat(failure.reason()).isEqualTo("org/name@main: " + reason);
        assertThat(failure.advice()).isEqualTo(advice);
    }

    @Test
    void failureOfACompanion_namesBoth() {
        ModelRequest companion = model().companion(new Companion(
                new RepoId(RepoType.MODEL, "org/base"), Revision.MAIN, Part.EVERYTHING, "base model"));
        var failure = new ModelFailure(companion, new IOException("it broke"));

        assertThat(failure.reason()).isEqualTo("org/name@main needs org/base@main: it broke");
        assertThat(failure.model()).isEqualTo(model());
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE_NOT_FOUND", "REVISION_NOT_FOUND", "CORRUPT"})
    void sourceThatDiffersFromTheLock_isToldWithTheWayOut(Kind kind) {
        var failure = new ModelFailure(model(), failure(kind), "hf-models.lock.json");

        assertThat(failure.reason()).isEqualTo("org/name@main: the reason, as hf-models.lock.json has it");
        assertThat(failure.advice()).isEqualTo(new Advice(Action.UPDATE_LOCK, "org/name"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"FILE_NOT_FOUND", "REVISION_NOT_FOUND", "CORRUPT"})
    void otherFailuresOfALockedModel_haveNothingToDoWithTheLock(Kind kind) {
        var failure = new ModelFailure(model(), failure(kind), "hf-models.lock.json");

        assertThat(failure.reason()).isEqualTo("org/name@main: the reason");
        assertThat(failure.advice()).isEqualTo(ASK);
    }

    @Test
    void usersErrors_areMistakesAndWhatSourcesSayIsTheirs() {
        assertThat(new ModelFailure(model(), new UserException("wrong")).isUserError())
                .isTrue();
        assertThat(new ModelFailure(model(), failure(Kind.GATED)).isUserError()).isTrue();
        assertThat(new ModelFailure(model(), failure(Kind.UNAVAILABLE)).isUserError())
                .isFalse();
        assertThat(new ModelFailure(model(), new IllegalArgumentException("ours")).isUserError())
                .isFalse();
        assertThat(new ModelFailure(model(), new IOException("the disk's")).isUserError())
                .isFalse();
    }

    @Test
    void missingToken_isWhatTheSourceSays() {
        var missing = new SourceException(Kind.GATED, "gated", ASK, null, true);

        assertThat(new ModelFailure(model(), missing).isTokenMissing()).isTrue();
        assertThat(new ModelFailure(model(), failure(Kind.GATED)).isTokenMissing())
                .isFalse();
        assertThat(new ModelFailure(model(), new UserException("wrong")).isTokenMissing())
                .isFalse();
    }

    @Test
    void staleListing_isSuspectedWhereAFileIsNotAsListed() {
        ModelRequest pinned = model(PlanFixture.REPO, new Revision(PlanFixture.FIRST.hex()), model().selection());

        assertThat(new ModelFailure(model(), failure(Kind.CORRUPT)).suggestsStaleListing())
                .isTrue();
        assertThat(new ModelFailure(model(), failure(Kind.FILE_NOT_FOUND)).suggestsStaleListing())
                .isTrue();
        assertThat(new ModelFailure(model(), failure(Kind.REVISION_NOT_FOUND)).suggestsStaleListing())
                .isTrue();
        assertThat(new ModelFailure(pinned, failure(Kind.REVISION_NOT_FOUND)).suggestsStaleListing())
                .isFalse();
        assertThat(new ModelFailure(model(), failure(Kind.UNAVAILABLE)).suggestsStaleListing())
                .isFalse();
    }

    private static SourceException failure(Kind kind) {
        return new SourceException(kind, "the reason", ASK, null);
    }
}
