package io.github.hfmodels.bench;

import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * All ways to the models, each with a Hub of its own and nginx for the large files: as fast as it goes, with a cap for each connection, over
 * TLS, and over TLS and long lines.
 */
final class Networks implements AutoCloseable {

    private static final int CAP_MEBIBYTES = 20;
    private static final Duration ROUND_TRIP = Duration.ofMillis(40);

    /** Takes the middle one of so many, where the times are short. */
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final List<Network> all = new ArrayList<>();

    private Networks() {}

    /**
     * Starts all servers.
     *
     * @param work where they may write
     * @param root the folder in which nginx finds the large files
     */
    static Networks start(Path work, Path root) throws IOException, InterruptedException {
        var networks = new Networks();
        try {
            networks.open(work, root);
            return networks;
        } catch (IOException | InterruptedException | RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    List<Network> all() {
        return all;
    }

    /** The first one, which has no limits. */
    Network unlimited() {
        return all.get(0);
    }

    private void open(Path work, Path root) throws IOException, InterruptedException {
        CertificateAuthority authority =
                CertificateAuthority.create(Files.createDirectories(work.resolve("certificates")));
        Nginx contents = Nginx.ofFolder(work.resolve("contents"), root, CAP_MEBIBYTES, authority);
        closers.push(contents::close);
        TestHub plain = hub("http", contents.port(0));
        all.add(new Network("uncapped", plain, new Endpoint(plain.endpoint(), null), contents, ROUNDS, Workload.PLAIN));
        TestHub capped = hub("http", contents.port(1));
        String cap = CAP_MEBIBYTES + " MiB/s a connection";
        all.add(new Network(cap, capped, new Endpoint(capped.endpoint(), null), contents, 1, Workload.PLAIN));

        var lines = new ArrayList<DelayedLine>();
        var secured = new ArrayList<>(List.of(hub("https", contents.port(2))));
        List<Integer> rates = List.of(1_000, 100, 20);
        for (int rate : rates) {
            var line = new DelayedLine(ROUND_TRIP, rate * 1_000_000L);
            closers.push(line::close);
            lines.add(line);
            secured.add(hub("https", line.to(contents.port(3))));
        }
        Nginx before = Nginx.before(secured, work.resolve("hubs"), authority);
        closers.push(before::close);
        all.add(new Network("TLS", secured.get(0), tls(before.port(0), authority), contents, ROUNDS, Workload.SECURED));
        for (int i = 0; i < rates.size(); i++) {
            int rate = rates.get(i);
            String name = "TLS, 40 ms, " + (rate < 1_000 ? rate + " Mbit/s" : rate / 1_000 + " Gbit/s");
            Endpoint endpoint = tls(lines.get(i).to(before.port(i + 1)), authority);
            all.add(new Network(name, secured.get(i + 1), endpoint, contents, ROUNDS, Workload.DISTANT));
        }
    }

    /** Clients compare host names and not ports, so the contents have another one than the Hub. */
    private TestHub hub(String scheme, int contents) {
        TestHub hub =
                TestHub.builder().contents(scheme + "://localhost:" + contents).start();
        closers.push(hub::close);
        return hub;
    }

    private static Endpoint tls(int port, CertificateAuthority authority) {
        return new Endpoint("https://127.0.0.1:" + port, authority);
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
