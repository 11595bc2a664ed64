package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Redirects;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.testhub.TestHub;
import java.net.URI;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ApiClientTest {

    /** The call is on another thread, and whoever plans the model says that it is this model's failure. */
    @Test
    void anAnswerThatIsTooMuchForMemoryOrStack_isToldAsSuch() {
        try (TestHub hub = TestHub.start();
                var transport = new HttpTransport(
                        TestSettings.settings(), pause -> {}, InstantSource.system(), new Redirects() {})) {
            hub.model("org/name").commit("first").file("a", "1");
            URI address = URI.create(hub.endpoint() + "/api/models/org/name/revision/main");
            var client = new ApiClient(transport, null);

            assertThatThrownBy(() -> client.call(address, response -> {
                        throw new OutOfMemoryError("of the test");
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThatThrownBy(() -> client.call(address, response -> {
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);
        }
    }
}
