package io.github.hfmodels.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import org.junit.jupiter.api.Test;

class NetworkWatchTest {

    @Test
    void notesWhatIsAskedOfItAndLetsNobodyThrough() throws IOException {
        try (NetworkWatch watch = NetworkWatch.start()) {
            var proxy =
                    new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), watch.port()));
            var connection = (HttpURLConnection)
                    URI.create("http://models.example/config.json").toURL().openConnection(proxy);
            assertThat(connection.getResponseCode()).isEqualTo(403);
            assertThat(watch.requests()).containsExactly("GET http://models.example/config.json HTTP/1.1");
        }
    }
}
