package io.github.hfmodels.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.python.Python;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NoProxyListTest {

    /** A list, an address, and whether the one exempts the other. */
    record Row(String list, String address, boolean exempt) {}

    static List<Row> rows() {
        return List.of(
                new Row("*", "https://example.org/x", true),
                new Row("other.org, *", "https://example.org", true),
                new Row("", "https://example.org", false),
                new Row(" , ", "https://example.org", false),
                new Row("example.org", "https://example.org", true),
                new Row("example.org", "https://EXAMPLE.org/x?y", true),
                new Row("example.org", "https://cdn.example.org", true),
                new Row("example.org", "https://wwwexample.org", false),
                new Row("example.org", "https://example.org.evil.com", false),
                new Row("other.org,example.org", "http://example.org", true),
                new Row(".example.org", "https://example.org", false),
                new Row(".example.org", "https://cdn.example.org", true),
                new Row(".example.org", "https://a.cdn.example.org", true),
                new Row("https://example.org", "https://example.org", true),
                new Row("https://example.org", "http://example.org", false),
                new Row("https://example.org", "https://cdn.example.org", false),
                new Row("all://example.org", "http://example.org", true),
                new Row("localhost", "http://localhost:8080", true),
                new Row("localhost", "http://a.localhost", false),
                new Row("localhost", "http://127.0.0.1", false),
                new Row("127.0.0.1", "http://127.0.0.1:8080", true),
                new Row("127.0.0.1", "http://127.0.0.2", false),
                new Row("127.0.0.1", "http://localhost", false),
                new Row("::1", "http://[::1]:8080", true),
                new Row("::1", "http://[::2]:8080", false),
                new Row("example.org:8080", "http://example.org:8080", true),
                new Row("example.org:8080", "http://example.org", false),
                new Row("example.org:8080", "http://cdn.example.org:8080", true),
                new Row("localhost:8080", "http://localhost:8081", false),
                new Row("my_hub", "http://my_hub:8080", true),
                new Row("my_hub:8080", "http://My_Hub:8080/x", true),
                new Row("my_hub", "http://other_hub", false),
                new Row("127.0.0.1:8080", "http://127.0.0.1:8080", true));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void exempts_byPythonsRules(Row row) {
        assertThat(new NoProxyList(row.list()).exempts(URI.create(row.address())))
                .isEqualTo(row.exempt());
    }

    @Test
    void python_hasTheSameRules() {
        Python python = Python.requireModule("httpx2");
        for (Row row : rows()) {
            String printed = python.run(
                    Map.of("HTTP_PROXY", "http://proxy:1", "HTTPS_PROXY", "http://proxy:1", "NO_PROXY", row.list()),
                    """
                    import sys, httpx2
                    client = httpx2.Client()
                    print(client._transport_for_url(httpx2.URL(sys.argv[1])) is client._transport)
                    """,
                    row.address());

            assertThat(printed.strip()).as(row.toString()).isEqualToIgnoringCase(String.valueOf(row.exempt()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*.example.org, https://cdn.example.org, true",
        "*.example.org, https://example.org, false",
        "example.org:443, https://example.org, true",
        "10.0.0.0/8, http://10.200.3.4:8080, true",
        "10.0.0.0/8, http://11.0.0.1, false",
        "192.168.128.0/17, http://192.168.127.255, false",
        "192.168.128.0/17, http://192.168.128.1, true",
        "10.0.0.0/8, http://ten.example.org, false",
        "fd00::/8, 'http://[fd12::1]', true",
        "fd00::/8, 'http://[fe80::1]', false",
        "fd00::/8, http://10.0.0.1, false",
        "'[::1]:8080', 'http://[::1]:8080', true",
        "'[::1]:8080', 'http://[::1]', false",
        "999.1.1.1, http://1.1.1.1, false",
        "'ex ample,:::,[,http://', http://example.org, false",
    })
    void exempts_whatCurlAndGoExemptToo(String list, String address, boolean exempt) {
        assertThat(new NoProxyList(list).exempts(URI.create(address))).isEqualTo(exempt);
    }
}
