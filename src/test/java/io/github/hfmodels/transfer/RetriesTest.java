package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.FakeTime;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.ResponseHead;
import io.github.hfmodels.http.TransferException;
import io.github.hfmodels.http.UnreachableException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {

    private static final IOException RESET = new SocketException("Connection reset");

    private final FakeTime time = new FakeTime();
    private final Retries retries = new Retries(8, false, time);

    @Test
    void delays_double_upToHalfAMinute_withJitter() throws IOException {
        for (int i = 0; i < 8; i++) {
            retries.after(RESET);
        }

        long[] full = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
        for (int i = 0; i < full.length; i++) {
            assertThat(time.pauses().get(i)).isBetween(Duration.ofMillis(full[i] / 2), Duration.ofMillis(full[i]));
        }
    }

    @Test
    void theLastFailure_isThrown() throws IOException {
        for (int i = 0; i < 8; i++) {
            retries.after(RESET);
        }

        assertThatThrownBy(() -> retries.after(RESET)).isSameAs(RESET);
        assertThat(time.pauses()).hasSize(8);
    }

    @Test
    void progress_forgetsWhatFailedBefore() throws IOException {
        for (int i = 0; i < 8; i++) {
            retries.after(RESET);
        }
        retries.progress();

        retries.after(RESET);

        assertThat(time.pauses().get(8)).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void progressOfOthers_allowsFurtherTries_butNoSooner() throws IOException {
        for (int i = 0; i < 8; i++) {
            retries.after(RESET);
        }
        retries.progressElsewhere();

        retries.after(RESET);

        assertThat(time.pauses().get(8)).isGreaterThanOrEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aHostThatDoesNotRespond_isNotTriedAgainWhereThereIsAnother() throws IOException {
        var impatient = new Retries(8, true, time);
        for (IOException cause : List.of(
                new ConnectException("refused"),
                new UnknownHostException("nowhere"),
                new SocketTimeoutException("silent"))) {
            var unreachable = new UnreachableException("host", null, cause);
            assertThatThrownBy(() -> impatient.after(unreachable)).isSameAs(unreachable);
        }
        assertThat(time.pauses()).isEmpty();

        impatient.after(RESET);
        impatient.after(new SocketTimeoutException("in the middle"));

        assertThat(time.pauses()).hasSize(2);
    }

    @Test
    void aHostThatRefuses_isTriedTwiceMore() throws IOException {
        var refused = new ConnectException("refused");
        retries.after(refused);
        retries.after(refused);

        assertThatThrownBy(() -> retries.after(refused)).isSameAs(refused);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 408, 425, 429, 500, 502, 503, 504, 507, 511, 520, 521, 522, 523, 524, 530})
    void passingStatuses_areTriedAgain(int status) throws IOException {
        retries.after(status(status));

        assertThat(time.pauses()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 416, 451, 501, 505})
    void lastingStatuses_areNot(int status) {
        IOException failure = status(status);

        assertThatThrownBy(() -> retries.after(failure)).isSameAs(failure);
        assertThat(time.pauses()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void passingFailures_areTriedAgain(IOException failure) throws IOException {
        retries.after(failure);

        assertThat(time.pauses()).hasSize(1);
    }

    static Stream<IOException> passingFailures_areTriedAgain() {
        return Stream.<Throwable>of(
                        RESET,
                        new SocketTimeoutException("silent"),
                        new UnknownHostException("hub.test"),
                        new EOFException(),
                        new SSLException("closed in the middle"),
                        new SSLHandshakeException("closed").initCause(new EOFException()),
                        new SSLHandshakeException("reset").initCause(RESET),
                        new ClientProtocolException("not HTTP"),
                        new MalformedChunkCodingException("not a chunk"),
                        TransferException.temporary("ended early"))
                .map(IOException.class::cast);
    }

    @ParameterizedTest
    @MethodSource
    void lastingFailures_areNot(IOException failure) {
        assertThatThrownBy(() -> retries.after(failure)).isSameAs(failure);
        assertThat(time.pauses()).isEmpty();
    }

    static Stream<IOException> lastingFailures_areNot() {
        return Stream.of(
                new FileSystemException("model.bin", null, "No space left on device"),
                new FileNotFoundException("model.bin"),
                new InterruptedIOException("interrupted"),
                new SSLHandshakeException("unknown certificate"),
                (IOException) new SSLHandshakeException("expired").initCause(new CertificateException("expired")),
                TransferException.permanent("wrong"));
    }

    @Test
    void aRefusalOfAnAddressToWhichARedirectLed_isWorthFollowingItAgain() {
        URI resolve = URI.create("http://hub.test/resolve");
        var refused = new ResponseHead(403, Map.of());

        assertThat(Retries.isRefusedAfterRedirect(
                        new HttpStatusException(resolve, URI.create("http://cdn.test/signed"), refused, "")))
                .isTrue();
        assertThat(Retries.isRefusedAfterRedirect(
                        new HttpStatusException(resolve, URI.create("http://hub.test/login"), refused, "")))
                .isFalse();
    }

    private static IOException status(int status) {
        return new HttpStatusException(URI.create("http://hub.test/x"), new ResponseHead(status, Map.of()), "");
    }
}
