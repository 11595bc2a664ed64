package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanFixture;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdviceTextTest {

    private static final AdviceText TEXT = new AdviceText("");

    /** Each action, with a detail where it takes one. */
    static Stream<Arguments> words() {
        return Stream.of(
                arguments(Advice.of("ask somebody"), "ask somebody"),
                arguments(Advice.to(Action.GO_ONLINE), "run once without -o and without HF_HUB_OFFLINE to fetch it"),
                arguments(Advice.to(Action.LOOK_UP_AGAIN), "build with -U to see whether it has moved"),
                arguments(Advice.to(Action.CHECK_REVISION), "check <revision>"),
                arguments(Advice.to(Action.CHECK_ID_OR_ENDPOINT), "check the id and hf.endpoint"),
                arguments(
                        new Advice(Action.SET_ENDPOINT, "https://hub.example.org"),
                        "if that is the Hub, set hf.endpoint to https://hub.example.org"),
                arguments(Advice.to(Action.CHECK_ENDPOINT_OR_PROXY), "check hf.endpoint and the proxy"),
                arguments(
                        new Advice(Action.LOG_IN, "corp"),
                        "give the login for it in settings.xml, as the <server> with <id>corp</id>"),
                arguments(Advice.to(Action.CHECK_NETWORK), "check network and proxy, or build with -o"),
                arguments(
                        Advice.to(Action.TRUST_CERTIFICATE),
                        "have Java trust its certificate (-Djavax.net.ssl.trustStore=FILE in MAVEN_OPTS), or build"
                                + " with -o"),
                arguments(Advice.to(Action.EXCLUDE_FILE), "leave it out with <excludes>"),
                arguments(new Advice(Action.EXCLUDE_FILE, "one"), "leave one out with <excludes>"),
                arguments(
                        Advice.to(Action.ALLOW_MORE_BYTES), "raise hf.maxSize, or select fewer files with <includes>"),
                arguments(Advice.to(Action.ALLOW_LONGER_WAIT), "raise hf.maxWait, or try again later"),
                arguments(
                        Advice.to(Action.ALLOW_LONGER_CONNECT),
                        "raise hf.connectTimeout, check network and proxy, or build with -o"),
                arguments(
                        Advice.to(Action.ALLOW_LONGER_FIRST_BYTE),
                        "raise hf.firstByteTimeout, check network and proxy, or build with -o"),
                arguments(
                        Advice.to(Action.ALLOW_LONGER_SILENCE),
                        "raise hf.readTimeout, check network and proxy, or build with -o"),
                arguments(Advice.to(Action.ALLOW_OTHER_HOSTS), "set hf.strictEndpoint to false to allow that"),
                arguments(Advice.to(Action.MAKE_ROOM), "make room, or set hf.cacheDirectory to another disk"),
                arguments(Advice.to(Action.CHANGE_LINK_MODE), "set hf.link to copy or symbolic"),
                arguments(
                        Advice.to(Action.CHANGE_TEMPORARY_FOLDER),
                        "create it, or set -Djava.io.tmpdir=FOLDER in MAVEN_OPTS"),
                arguments(Advice.to(Action.FORCE_DOWNLOAD), "run again with -Dhf.force to download it again"),
                arguments(Advice.to(Action.PREFETCH), "run mvn hf-models:prefetch"),
                arguments(Advice.to(Action.REPAIR), "run mvn hf-models:verify -Dhf.repair"),
                arguments(
                        Advice.to(Action.REPAIR_CACHE),
                        "run mvn hf-models:verify -Dhf.all -Dhf.repair to download it again"),
                arguments(Advice.to(Action.PRUNE_CACHE), "run mvn hf-models:prune to delete it when it is a day old"),
                arguments(Advice.to(Action.LOCK), "run mvn hf-models:lock"),
                arguments(new Advice(Action.LOCK, "merge"), "merge, then run mvn hf-models:lock"),
                arguments(Advice.to(Action.ALLOW_MORE_MEMORY), "give Maven more with -Xmx in MAVEN_OPTS"),
                arguments(
                        new Advice(Action.UPDATE_LOCK, "org/name"),
                        "if the repository was changed on purpose, run mvn hf-models:update -Dhf.models=org/name"),
                arguments(
                        Advice.to(Action.REPORT_FAULT),
                        "this is a fault of hf-models-maven-plugin; please report it with the output of mvn -e"));
    }

    @Test
    void text_isOnePrintableLine() {
        var odd = new UserException("the lock has a\n::error::b", Advice.of("rename ##[c]\u202e"));

        assertThat(TEXT.of(odd)).isEqualTo("the lock has a\\n::error::b; rename #\\u0023[c]\\u202e");
    }

    @ParameterizedTest
    @MethodSource("words")
    void advice_isToldAfterTheReason(Advice advice, String words) {
        assertThat(TEXT.of(new UserException("it is wrong", advice))).isEqualTo("it is wrong; " + words);
    }

    @ParameterizedTest
    @EnumSource
    void everyAction_hasWords(Action action) {
        assertThat(words().map(words -> ((Advice) words.get()[0]).action())).contains(action);
        assertThat(TEXT.of(new UserException("it is wrong", new Advice(action, "detail"))))
                .matches("it is wrong; \\S.*");
    }

    @Test
    void noAdvice_theReasonSaysItAll() {
        assertThat(TEXT.of(new UserException("it is wrong"))).isEqualTo("it is wrong");
    }

    @Test
    void failureOfAModel_isNamedFirst() {
        var cause = new UserException("it is wrong", Advice.to(Action.CHECK_REVISION));

        assertThat(TEXT.of(new ModelFailure(PlanFixture.model(), cause)))
                .isEqualTo("org/name@main: it is wrong; check <revision>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHECK_ID_OR_ENDPOINT    | check the id and hf.modelscopeEndpoint",
                "SET_ENDPOINT            | if that is ModelScope, set hf.modelscopeEndpoint to https://x.test",
                "CHECK_ENDPOINT_OR_PROXY | check hf.modelscopeEndpoint and the proxy",
                "MAKE_ROOM               | make room, or set hf.modelscopeCacheDirectory to another disk",
                "ALLOW_MORE_BYTES        | raise hf.maxSize, or name one file or folder, as in -Dhf.models=modelscope://owner/name/file",
            })
    void failureOfAModelOfModelScope_isAboutItsSettings(Action action, String words) {
        var model = new ModelRequest(
                new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/name"),
                SourceId.MODELSCOPE.defaultRevision(),
                Selection.of(Part.EVERYTHING),
                "name",
                null,
                false);
        var cause = new UserException("it is wrong", new Advice(action, "https://x.test"));

        assertThat(new AdviceText("mvn hf-models:", "", true).of(new ModelFailure(model, cause)))
                .isEqualTo("modelscope://org/name@master: it is wrong; " + words);
    }

    @Test
    void lockCommand_hasTheOptionsOfThisRun() {
        var text = new AdviceText(" -Dhf.models=org/name");

        assertThat(text.of(new UserException("it is not locked", Advice.to(Action.LOCK))))
                .isEqualTo("it is not locked; run mvn hf-models:lock -Dhf.models=org/name");
    }

    @Test
    void commandLineWithoutAProject_isToldWhatItCanDoItself() {
        var text = new AdviceText("mvn org.example:plugin:1:", " -Dhf.models=org/name", true);

        assertThat(text.of(mistake(Advice.to(Action.CHECK_REVISION))))
                .isEqualTo("it is wrong; check the revision after the @ in -Dhf.models");
        assertThat(text.of(mistake(Advice.to(Action.EXCLUDE_FILE))))
                .isEqualTo("it is wrong; leave it out with <excludes>, which needs a <model> in a POM instead of"
                        + " -Dhf.models");
        assertThat(text.of(mistake(Advice.to(Action.ALLOW_MORE_BYTES))))
                .isEqualTo("it is wrong; raise hf.maxSize, or name one file or folder, as in"
                        + " -Dhf.models=hf://owner/name/file");
        assertThat(text.of(mistake(Advice.to(Action.LOCK))))
                .isEqualTo("it is wrong; run mvn org.example:plugin:1:lock -Dhf.models=org/name");
        assertThat(text.of(mistake(new Advice(Action.UPDATE_LOCK, "org/name"))))
                .endsWith("run mvn org.example:plugin:1:update -Dhf.models=org/name");
    }

    private static UserException mistake(Advice advice) {
        return new UserException("it is wrong", advice);
    }
}
