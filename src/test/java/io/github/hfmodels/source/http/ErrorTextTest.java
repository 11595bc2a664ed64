package io.github.hfmodels.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.http.ResponseHead;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"error":"Not Found","message":""}           | Not Found
            {"error":"the model is gated","message":"x"} | the model is gated
            {"message":"x","error":"the model is gated"} | the model is gated
            {"error":" ","Message":"no such revision"}   | no such revision
            {"error":1,"error":2}                        | 2
            """)
    void theHubsWordsCount_unlessTheySayNothing(String body, String words) {
        assertThat(ErrorText.words(answer("https://hub.test/x", body))).contains(words);
    }

    @Test
    void fileOfTheAddress_isNoSecret() {
        URI address = URI.create("https://ms.test/api/v1/models/o/n/repo?Revision=release-2024&FilePath=config.json");
        URI signed = URI.create("https://cdn.test/x?FilePath=config.json&auth_key=0123456789abcdef");
        String body = "{\"Message\":\"no config.json in release-2024: 0123456789abcdef\"}";

        assertThat(ErrorText.of(answer(address.toString(), body)))
                .isEqualTo(" (no config.json in release-2024: 0123456789abcdef)");
        assertThat(ErrorText.of(new HttpStatusException(address, signed, new ResponseHead(404, Map.of()), body)))
                .isEqualTo(" (no config.json in release-2024: ***)");
    }

    private static HttpStatusException answer(String address, String body) {
        return new HttpStatusException(URI.create(address), new ResponseHead(404, Map.of()), body);
    }
}
