package io.github.hfmodels.testhub.modelscope;

import io.github.hfmodels.testhub.BoundedMain;
import io.github.hfmodels.testhub.Content;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Runs a server in a process of its own. Prints {@code endpoint=...}, a line {@code commit=<id> repo=<name>} for each repository and
 * {@code ready}, and serves until standard input ends or {@code --seconds} are over.
 *
 * <pre>
 * --dir REPO DIRECTORY          a model with the files of a directory
 * --dataset REPO DIRECTORY      a data set with the files of a directory
 * --private REPO TOKEN          hides a model from all but this token
 * --token TOKEN                 a token the server knows
 * --prefix PATH                 path prefix of the endpoint
 * --vary VARIATION              what it does in another way, such as commit_ids
 * --log                         print all requests at the end
 * --seconds N                   longest time to serve, 900 if not given
 * </pre>
 */
public final class ModelScopeMain {

    private final ModelScopeServer server;
    private final BoundedMain main;

    private ModelScopeMain(ModelScopeServer server) {
        this.server = server;
        this.main = new BoundedMain(server);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = List.of(args);
        try (ModelScopeServer server =
                ModelScopeServer.builder().pathPrefix(BoundedMain.prefix(words)).start()) {
            var main = new ModelScopeMain(server);
            main.main.run(words, main::apply);
        }
    }

    private void apply(String option, Queue<String> words) throws IOException {
        switch (option) {
            case "--dir" -> {
                String id = words.remove();
                fill(server.model(id), id, Path.of(words.remove()));
            }
            case "--dataset" -> {
                String id = words.remove();
                fill(server.dataset(id), id, Path.of(words.remove()));
            }
            case "--private" -> server.model(words.remove()).makePrivate(words.remove());
            case "--token" -> server.token(words.remove());
            case "--vary" -> server.vary(Variation.valueOf(words.remove().toUpperCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private static void fill(ModelScopeRepository repository, String id, Path directory) throws IOException {
        ModelScopeCommit commit = repository.commit("files of a directory");
        try (Stream<Path> paths = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            paths.filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file ->
                            commit.file(directory.relativize(file).toString().replace('\\', '/'), Content.of(file)));
        }
        System.out.println("commit=" + commit.id() + " repo=" + id);
    }
}
