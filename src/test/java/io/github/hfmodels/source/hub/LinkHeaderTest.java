package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers by which a server leads to the next page; what a Hub sends is in {@link HubListingTest}. */
class LinkHeaderTest {

    /** So long that looking at it once for each of its characters would take hours. */
    private static final int LENGTH = 4_000_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "!<",
                "!>",
                "!<>",
                "!<a>;",
                "!<a>;b=",
                "!<a>;b=\"",
                "!<a>;rel=\"a ",
                "<a>! ",
                "<a>;!b",
                "<a>;b! ",
                "<a>;rel=\"!next ",
                "<a>;rel=\"! ",
                "<a>;rel!=",
                "<a>;rel=prev;!b=next;",
                "<!a",
            })
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLongHeader_isReadOnce(String start, String part) {
        String text = (start == null ? "" : start) + part.repeat(LENGTH / part.length());

        assertThat(LinkHeader.next(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "<a<b>; rel=next!b",
                "<a>, <b>; rel=next!b",
                "<a>; x=<b>; rel=next!a",
                "<a>;x;rel=next!a",
                "<a>; rel=prev; rel=next!a",
                "<a>; rel=\"next!",
                "<a> rel=next!",
                "<a>; rel=next x!a",
                "<a>; title='b; rel=next'!",
            })
    void whatIsNotQuiteRight_isReadAsFarAsItGoes(String header, String address) {
        assertThat(LinkHeader.next(header)).isEqualTo(Optional.ofNullable(address));
    }

    @Test
    void nothing_leadsNowhere() {
        assertThat(LinkHeader.next("")).isEmpty();
    }
}
