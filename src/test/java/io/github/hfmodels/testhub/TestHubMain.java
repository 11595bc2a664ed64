package io.github.hfmodels.testhub;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Runs a hub in a process of its own. Prints {@code endpoint=...}, a line {@code commit=<id> repo=<name>} for each
 * repository and {@code ready}, and serves until standard input ends or {@code --seconds} are over.
 *
 * <pre>
 * --generate REPO FILE SIZE   one large file
 * --many REPO COUNT SIZE      many files in git itself
 * --many-lfs REPO COUNT SIZE  many files in the large file storage
 * --dir REPO DIRECTORY        the files of a directory
 * --token TOKEN               a token the hub knows
 * --prefix PATH               path prefix of the endpoint
 * --page-size N               entries in a page of a tree
 * --log                       print all requests at the end
 * --seconds N                 longest time to serve, 900 if not given
 * </pre>
 */
public final class TestHubMain {
    private static final long LARGE = 1 << 20;
    private static final int FILES_PER_DIRECTORY = 100;

    private final TestHub hub;

    private TestHubMain(TestHub hub) {
        this.hub = hub;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = List.of(args);
        try (TestHub hub =
                TestHub.builder().pathPrefix(BoundedMain.prefix(words)).start()) {
            new BoundedMain(hub).run(words, new TestHubMain(hub)::apply);
        }
    }

    private void apply(String option, Queue<String> words) throws IOException {
        switch (option) {
            case "--generate" -> {
                String repository = words.remove();
                TestCommit commit = hub.model(repository).commit("generated");
                commit.xet(words.remove(), Content.generated(Long.parseLong(words.remove()), 1));
                printCommit(repository, commit);
            }
            case "--many" -> many(words, false);
            case "--many-lfs" -> many(words, true);
            case "--dir" -> directory(words.remove(), Path.of(words.remove()));
            case "--token" -> hub.token(words.remove());
            case "--page-size" -> hub.pageSize(Integer.parseInt(words.remove()));
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private void many(Queue<String> words, boolean large) {
        String repository = words.remove();
        int count = Integer.parseInt(words.remove());
        long size = Long.parseLong(words.remove());
        TestCommit commit = hub.model(repository).commit("generated");
        for (int i = 0; i < count; i++) {
            String path = String.format("part-%03d/file-%06d.bin", i / FILES_PER_DIRECTORY, i);
            Content content = Content.generated(size, i);
            if (large) {
                commit.lfs(path, content);
            } else {
                commit.file(path, content);
            }
        }
        printCommit(repository, commit);
    }

    private void directory(String repository, Path directory) throws IOException {
        TestCommit commit = hub.model(repository).commit("files of a directory");
        try (Stream<Path> paths = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            paths.filter(Files::isRegularFile).sorted().forEach(file -> add(commit, directory, file));
        }
        printCommit(repository, commit);
    }

    private static void add(TestCommit commit, Path directory, Path file) {
        String path = directory.relativize(file).toString().replace('\\', '/');
        Content content = Content.of(file);
        if (content.size() >= LARGE) {
            commit.xet(path, content);
        } else {
            commit.file(path, content);
        }
    }

    private static void printCommit(String repository, TestCommit commit) {
        System.out.println("commit=" + commit.id() + " repo=" + repository);
    }
}
