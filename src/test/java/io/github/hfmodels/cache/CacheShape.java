package io.github.hfmodels.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Caches of all kinds, for tests of what reads or changes caches. Those whose names begin with {@code PYTHON} are written by
 * huggingface_hub; without it, the test is skipped. All others are written by hand, and need symbolic links.
 */
public enum CacheShape {
    EMPTY_CACHE(cache -> {}),
    LINKS(cache -> tiny(cache).file("trees/" + Names.FIRST + ".json", "{}")),
    PLAIN_FILES(cache -> model(cache)
            .plain(Names.FIRST, "config.json", "config")
            .plain(Names.FIRST, "model.bin", "weights")
            .plain(Names.SECOND, "config.json", "config")
            .ref("main", Names.SECOND)
            .empty("blobs")),
    PLAIN_FILE_FOR_A_LINK(cache -> tiny(cache).plain(Names.SECOND, "edited.json", "edited")),
    SHARED_STORE(SharedStoreShape::write),
    /** Folder {@code blobs} without the mark that makes it a store: to huggingface_hub, a broken repository. */
    UNMARKED_STORE(cache -> {
        tiny(cache);
        new ShapedRepository(cache, "blobs").file("ab/" + "ab".repeat(32), "unmarked");
    }),
    DETACHED_REVISIONS(cache ->
            tiny(cache).link(Names.THIRD, "config.json", "third config").link(Names.THIRD, "model.bin", "weights")),
    ABSENCES(cache -> tiny(cache)
            .file(".no_exist/" + Names.FIRST + "/adapter_config.json", "")
            .file(".no_exist/" + Names.THIRD + "/sub/config.json", "")),
    INCOMPLETE_PARTS(cache -> tiny(cache)
            .file("blobs/" + Names.BLOB + ".0123abcd.incomplete", "python's")
            .file("blobs/" + Names.BLOB + ".incomplete", "old python's")
            .file("blobs/" + Names.BLOB + ".hf-models.incomplete", "ours")
            .file("blobs/" + Names.BLOB + ".hf-models.incomplete.journal", "journal")),
    /** Of no tool, at places where huggingface_hub does not mind them. */
    FOREIGN_FILES(cache -> tiny(cache)
            .file("notes.txt", "foreign")
            .file("extra/notes.txt", "foreign")
            .file("blobs/notes.txt", "foreign")
            .file("blobs/folder/notes.txt", "foreign")
            .file("trees/notes.txt", "foreign")
            .file(".no_exist/notes.txt", "foreign")
            .file("snapshots/.DS_Store", "foreign")
            .file("refs/Thumbs.db", "foreign")
            .file("../.locks/notes.txt", "foreign")
            .file("../.DS_Store", "foreign")),
    /** Of no tool, where repositories should be. */
    FOREIGN_REPOSITORIES(cache -> {
        tiny(cache).file("../notes.txt", "foreign").file("../photos/a.jpg", "foreign");
        new ShapedRepository(cache, "models--").empty("snapshots");
        new ShapedRepository(cache, "version--1").empty("snapshots");
    }),
    FOREIGN_FILE_BESIDE_SNAPSHOTS(cache -> tiny(cache).file("snapshots/notes.txt", "foreign")),
    FOREIGN_FILE_BESIDE_REFS(cache -> tiny(cache).file("refs/notes.txt", "foreign")),
    /** What both tools leave behind. */
    LEFTOVERS(cache -> tiny(cache)
            .file("blobs/" + Names.BLOB + ".0123abcd.tmp", "tmp")
            .file("blobs/" + Names.BLOB + ".hf-models.incomplete.journal", "journal")
            .file("blobs/." + Names.BLOB + ".0123abcd.shared", "shared")
            .file("trees/" + Names.FIRST + ".json.0123abcd.tmp", "{}")
            .file("../.locks/models--org--tiny/" + Names.BLOB + ".lock", "")
            .file("../.locks/hf-models/" + Names.BLOB + ".lock", "")
            .file("../CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55")),
    /** A ref that was being written when its writer was killed, which huggingface_hub takes for a ref. */
    LEFTOVER_BESIDE_REFS(cache -> tiny(cache).ref("main.0123abcd.tmp", Names.SECOND)),
    NESTED_REFS(cache -> tiny(cache)
            .ref("refs/pr/1", Names.FIRST)
            .ref("refs/convert/parquet", Names.SECOND)
            .ref("feat/a/b", Names.FIRST)),
    TYPES(cache -> {
        tiny(cache);
        for (String name : new String[] {"datasets--data", "spaces--org--app", "kernels--org--kernel"}) {
            new ShapedRepository(cache, name).link(Names.FIRST, "a", name).ref("main", Names.FIRST);
        }
    }),
    EMPTY_SNAPSHOT(
            cache -> tiny(cache).empty("snapshots/" + Names.THIRD + "/sub").ref("v1", Names.THIRD)),
    EMPTY_REPOSITORY(cache -> {
        tiny(cache);
        new ShapedRepository(cache, "models--org--empty").empty("snapshots").empty("refs");
    }),
    REPOSITORY_WITHOUT_SNAPSHOTS(cache -> {
        tiny(cache);
        new ShapedRepository(cache, "models--org--broken").ref("main", Names.FIRST);
    }),
    GHOST_REF(cache -> tiny(cache).ref("v1", Names.THIRD)),
    REF_WITH_A_LINE_FEED(cache -> tiny(cache).ref("v1", Names.FIRST + "\n")),
    DANGLING_LINK(
            cache -> tiny(cache).link(Names.FIRST, "lost.bin", cache.resolve("models--org--tiny/blobs/" + Names.BLOB))),
    NESTED_FOLDERS(cache -> tiny(cache)
            .link(Names.FIRST, "a/b/c/d/deep.bin", "deep")
            .link(Names.FIRST, "a/b/config.json", "config")
            .empty("snapshots/" + Names.FIRST + "/a/empty")),
    UNICODE_NAMES(cache -> tiny(cache)
            .link(Names.FIRST, "dür/文 😀.txt", "names")
            .link(Names.FIRST, "du\u0308r/e\u0301.txt", "other names")
            .ref("größe", Names.FIRST)),
    ONE_BLOB_OF_MANY_FILES(cache ->
            IntStream.range(0, 50).forEach(i -> tiny(cache).link(Names.SECOND, "copies/" + i + ".json", "config"))),
    REVISIONS_THAT_SHARE(cache -> IntStream.range(0, 10)
            .forEach(i -> tiny(cache)
                    .link(String.valueOf(i).repeat(40).replace('1', 'a').replace('2', 'b'), "config.json", "config"))),
    LINKS_TO_FOLDERS(cache -> tiny(cache)
            .link(Names.FIRST, "folder", cache.resolve("models--org--tiny/snapshots/" + Names.SECOND))
            .link(Names.FIRST, "blobs", cache.resolve("models--org--tiny/blobs"))),
    SNAPSHOT_OF_NO_COMMIT(
            cache -> tiny(cache).link("main", "config.json", "its config").ref("v1", "main")),
    PYTHON_DOWNLOADS(PythonShapes::downloads),
    PYTHON_WITHOUT_LINKS(PythonShapes::withoutLinks),
    PYTHON_KILLED(PythonShapes::killed),
    PYTHON_SHARED_STORE(PythonShapes::sharedStore);

    private final Consumer<Path> writing;

    CacheShape(Consumer<Path> writing) {
        this.writing = writing;
    }

    /**
     * Writes the cache.
     *
     * @param cache its folder, which need not exist, absolute and without links on the way
     */
    public void write(Path cache) {
        try {
            Files.createDirectories(cache);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writing.accept(cache);
    }

    /** The names of commits, and of a blob that is not there. */
    public static final class Names {
        public static final String FIRST = "1".repeat(40);
        public static final String SECOND = "2".repeat(40);
        public static final String THIRD = "3".repeat(40);
        public static final String BLOB = "f".repeat(64);

        private Names() {}
    }

    private static ShapedRepository model(Path cache) {
        return new ShapedRepository(cache, "models--org--tiny");
    }

    /** Two revisions of a model that share a blob; does nothing the second time. */
    private static ShapedRepository tiny(Path cache) {
        ShapedRepository model = model(cache);
        return Files.exists(model.at("refs/main"))
                ? model
                : model.link(Names.FIRST, "config.json", "config")
                        .link(Names.FIRST, "model.bin", "weights")
                        .link(Names.SECOND, "config.json", "config")
                        .link(Names.SECOND, "same.json", "config")
                        .link(Names.SECOND, "sub/model.bin", "more weights")
                        .ref("refs/pr/1", Names.FIRST)
                        .ref("main", Names.SECOND);
    }
}
