package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCountTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "123, 123",
        "123B, 123",
        "1kB, 1000",
        "1KiB, 1024",
        "500MB, 500000000",
        "500 MB, 500000000",
        "2GB, 2000000000",
        "2gb, 2000000000",
        "1.5GiB, 1610612736",
        "' 0.25 TB ', 250000000000",
        "4TiB, 4398046511104",
        "1.0005kB, 1000",
    })
    void parse_understandsDecimalAndBinaryUnits(String text, long bytes) {
        assertThat(ByteCount.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GB",
                "2G",
                "2Gi",
                "2 elephants",
                "-1",
                "1,5GB",
                "1.GB",
                ".5GB",
                "2iB",
                "2EB",
                "1e9",
                "0x10",
                "٣MB",
                "9999999999TB"
            })
    void parse_refusesEverythingElse(String text) {
        assertThatThrownBy(() -> ByteCount.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("'" + text + "'; expected a size such as 2GB, 500MB, 1.5GiB, or a number of bytes");
    }

    @Test
    void format_hasOneDigitAfterThePoint() {
        assertThat(ByteCount.format(999)).isEqualTo("999 B");
        assertThat(ByteCount.format(90_449_000)).isEqualTo("90.4 MB");
    }

    @Test
    void sum_isTheLargestNumberWhereThereIsNone() {
        assertThat(ByteCount.plus(1, 2)).isEqualTo(3);
        assertThat(ByteCount.plus(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(ByteCount.sum(List.of(1L << 62, 1L << 62, 5L), Long::longValue))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(ByteCount.sum(List.of(1L, 2L), Long::longValue)).isEqualTo(3);
    }
}
