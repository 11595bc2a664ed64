package io.github.hfmodels.mojo;

import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.model.UserTimeZone;
import io.github.hfmodels.plan.SharedWork;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * What the goal's executions in one build share, over all modules and threads. It lives in the session of Maven's resolver and
 * ends with it. Unlike static fields it outlives no build in a daemon, and modules share it that have loaded the plugin
 * separately; so it must hold the JDK's types alone.
 */
record BuildData(MavenSession session) {

    /** When the build began, in the zone where it runs; where that is not known, as in Eclipse, when it first asked. */
    @UserTimeZone
    ZonedDateTime start() {
        @Nullable Date start = session.getRequest().getStartTime();
        Instant instant = start == null
                ? this.<Instant>map("start").computeIfAbsent("first asked", key -> Instant.now())
                : start.toInstant();
        return instant.atZone(ZoneId.systemDefault());
    }

    /** @param place what must be the same for work to be shared */
    SharedWork work(String place) {
        return new SharedWork(map("work"), place);
    }

    /** What bounds all modules that want so many connections, and their waiting for servers. */
    HttpSettings.Shared connections(int maxConnections) {
        Semaphore permits = this.<Semaphore>map("connections")
                .computeIfAbsent(Integer.toString(maxConnections), number -> new Semaphore(maxConnections, true));
        AtomicReference<Map.Entry<Instant, Duration>> waits = this.<AtomicReference<Map.Entry<Instant, Duration>>>map(
                        "waits")
                .computeIfAbsent("all", all -> HttpSettings.Shared.noWaits());
        return new HttpSettings.Shared(permits, map("pauses"), waits);
    }

    /** The build's map of that name, empty at first. */
    @SuppressWarnings("unchecked")
    <V> ConcurrentMap<String, V> map(String name) {
        SessionData data = session.getRepositorySession().getData();
        String key = "hf-models-maven-plugin/" + name;
        // Not computeIfAbsent, which the resolvers of Maven before 3.9 do not have.
        if (data.get(key) == null) {
            data.set(key, null, new ConcurrentHashMap<String, V>());
        }
        return (ConcurrentMap<String, V>) Objects.requireNonNull(data.get(key));
    }
}
