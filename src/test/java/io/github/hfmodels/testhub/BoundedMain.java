package io.github.hfmodels.testhub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a server in a process of its own, as its options say, until standard input ends or its time is over. It takes {@code --prefix},
 * {@code --log} and {@code --seconds} itself.
 */
public final class BoundedMain {
    private static final String PREFIX = "--prefix";

    private final TestServer server;
    private int seconds = 900;
    private boolean logging;

    public BoundedMain(TestServer server) {
        this.server = server;
    }

    /** The path prefix of the endpoint. */
    public static String prefix(List<String> words) {
        int prefix = words.indexOf(PREFIX);
        return prefix < 0 ? "" : words.get(prefix + 1);
    }

    /** Applies all other options, each of which takes the words that are its own, and serves. */
    public void run(List<String> arguments, Options options) throws IOException, InterruptedException {
        Queue<String> words = new ArrayDeque<>(arguments);
        System.out.println("endpoint=" + server.endpoint());
        while (!words.isEmpty()) {
            String option = words.remove();
            switch (option) {
                case "--log" -> logging = true;
                case "--seconds" -> seconds = Integer.parseInt(words.remove());
                case PREFIX -> words.remove();
                default -> options.apply(option, words);
            }
        }
        System.out.println("ready");
        CountDownLatch inputEnded = new CountDownLatch(1);
        Thread reader = new Thread(() -> drain(System.in, inputEnded), "standard-input");
        reader.setDaemon(true);
        reader.start();
        if (!inputEnded.await(seconds, TimeUnit.SECONDS)) {
            System.out.println("time is over");
        }
        if (logging) {
            server.requests().forEach(System.out::println);
        }
    }

    private static void drain(InputStream in, CountDownLatch ended) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ended.countDown();
        }
    }

    /** What a server of its kind can be told. */
    @FunctionalInterface
    public interface Options {
        void apply(String option, Queue<String> words) throws IOException;
    }
}
