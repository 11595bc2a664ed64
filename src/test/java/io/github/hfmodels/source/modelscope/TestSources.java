package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Credentials.Headers;
import io.github.hfmodels.http.Credentials.Lookup;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.testhub.modelscope.ModelScopeServer;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/** Sources that ask a test server. */
final class TestSources {

    private TestSources() {}

    /** Without a token and retries. */
    static ModelScopeSource of(ModelScopeServer server) {
        return of(server, new ConcurrentHashMap<>());
    }

    /** Without a token and retries, beside other sources of the same build. */
    static ModelScopeSource of(ModelScopeServer server, ConcurrentMap<String, String> memory) {
        return new ModelScopeSource(
                endpoint(server, null, false), TestSettings.settings(), memory, Sleeper.REAL, InstantSource.system());
    }

    static ModelScopeSource withToken(ModelScopeServer server, String token) {
        return new ModelScopeSource(
                endpoint(server, Authorization.bearer(token, "the test"), false),
                TestSettings.settings(),
                new ConcurrentHashMap<>(),
                Sleeper.REAL,
                InstantSource.system());
    }

    static ModelScopeSource strict(ModelScopeServer server) {
        return new ModelScopeSource(
                endpoint(server, null, true),
                TestSettings.settings(),
                new ConcurrentHashMap<>(),
                Sleeper.REAL,
                InstantSource.system());
    }

    /** Repeats what fails, without waiting. */
    static ModelScopeSource patient(ModelScopeServer server, HttpSettings settings) {
        return patient(server, settings, duration -> {
            // No wait.
        });
    }

    /** Repeats what fails. */
    static ModelScopeSource patient(ModelScopeServer server, HttpSettings settings, Sleeper sleeper) {
        // A clock that stands would wait for ever.
        var time = new AtomicReference<>(Instant.now());
        return new ModelScopeSource(
                endpoint(server, null, false),
                settings,
                new ConcurrentHashMap<>(),
                duration -> {
                    sleeper.sleep(duration);
                    time.updateAndGet(now -> now.plus(duration));
                },
                time::get);
    }

    private static SourceEndpoint endpoint(ModelScopeServer server, Authorization authorization, boolean strict) {
        URI address = URI.create(server.endpoint());
        Credentials credentials =
                Credentials.of(address, authorization, Headers.NONE).in(new Lookup("modelscope", true));
        return new SourceEndpoint(address, credentials, strict, false);
    }
}
