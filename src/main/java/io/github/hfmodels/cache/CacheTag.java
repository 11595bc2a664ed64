package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.NameLock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file that tells backup programs to skip a cache, in the format of the Cache Directory Tagging Specification and the words of
 * huggingface_hub. As every cache has it, builds say by locks on it which repositories they use: so the cache has no file that other
 * programs do not know.
 */
final class CacheTag {

    private static final String TEXT = """
            Signature: 8a477f597d28d172789f06886806bc55
            # This file is a cache directory tag created by huggingface_hub.
            # For information about cache directory tags, see:
            #\thttps://bford.info/cachedir/
            """;

    private CacheTag() {}

    static Path of(Path cache) {
        return cache.resolve("CACHEDIR.TAG");
    }

    /** Creates it where it is missing. */
    static void create(Path cache) throws IOException {
        NameLock.createFile(of(cache), TEXT);
    }
}
