package io.github.hfmodels.cache;

import java.nio.file.Path;
import java.util.List;

/** A cache with huggingface_hub's store of contents that repositories share: one of two repositories, one of none, and leftovers. */
final class SharedStoreShape {

    private static final String COMMIT = "1".repeat(40);
    private static final String SHARED = "ab".repeat(32);
    private static final String LEFT = "cd".repeat(32);

    private SharedStoreShape() {}

    static void write(Path cache) {
        var store = new ShapedRepository(cache, "blobs")
                .file(".huggingface-shared-blobs", "1\n")
                .file("ab/" + SHARED, "shared content")
                .file("ab/" + SHARED + ".lock", "")
                .file("cd/" + LEFT, "of nobody")
                .file("cd/" + LEFT + ".refs", "models--org--gone/blobs/x\n")
                .file("cd/" + LEFT + ".refs.0123abcd.tmp", "")
                .file("notes.txt", "foreign")
                .file("ab/notes.txt", "foreign");
        var refs = new StringBuilder();
        for (String name : List.of("models--org--one", "models--org--two")) {
            var repository = new ShapedRepository(cache, name);
            String blob = "blobs/" + "e".repeat(64);
            repository.linkAt(blob, store.at("ab/" + SHARED));
            repository.link(COMMIT, "shared.bin", repository.at(blob));
            repository.link(COMMIT, "own.bin", "own content of " + name).ref("main", COMMIT);
            refs.append(name).append('/').append(blob).append('\n');
        }
        store.file("ab/" + SHARED + ".refs", refs.toString());
    }
}
