package io.github.hfmodels.cache;

import io.github.hfmodels.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A repository in a cache, written by hand in huggingface_hub's layout, also where no program would. Each method returns this. */
final class ShapedRepository {

    private final Path folder;

    /** @param name of the folder, such as {@code models--org--tiny} */
    ShapedRepository(Path cache, String name) {
        this.folder = cache.resolve(name);
    }

    /** A link to a blob. */
    ShapedRepository link(String snapshot, String path, String content) {
        return link(snapshot, path, blob(content));
    }

    /** A link of a snapshot to anything. */
    ShapedRepository link(String snapshot, String path, Path target) {
        return linkAt("snapshots/" + snapshot + "/" + path, target);
    }

    /** A relative link anywhere. */
    ShapedRepository linkAt(String path, Path target) {
        Path link = prepared(path);
        Path above = link.getParent();
        return doing(() -> Files.createSymbolicLink(link, above == null ? target : above.relativize(target)));
    }

    /** A file of a snapshot that is not a link. */
    ShapedRepository plain(String snapshot, String path, String content) {
        return file("snapshots/" + snapshot + "/" + path, content);
    }

    ShapedRepository ref(String name, String content) {
        return file("refs/" + name, content);
    }

    /** Any file. */
    ShapedRepository file(String path, String content) {
        return doing(() -> Files.writeString(prepared(path), content));
    }

    /** Any empty folder. */
    ShapedRepository empty(String path) {
        return doing(() -> Files.createDirectories(folder.resolve(path)));
    }

    /** Where a path of the repository is, absolute if the cache is. */
    Path at(String path) {
        return folder.resolve(path);
    }

    /** The blob with that content, written if it is missing; named by its hash in git. */
    Path blob(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Path blob = folder.resolve("blobs").resolve(Digest.Algorithm.GIT_SHA1.of(bytes));
        doing(() -> Files.write(prepared("blobs/" + blob.getFileName()), bytes));
        return blob;
    }

    private Path prepared(String path) {
        Path file = folder.resolve(path);
        doing(() -> Files.createDirectories(file.getParent()));
        return file;
    }

    private interface Doing {
        void run() throws IOException;
    }

    private ShapedRepository doing(Doing doing) {
        try {
            doing.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
