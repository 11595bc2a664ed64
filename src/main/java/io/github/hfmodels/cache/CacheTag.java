package io.github.hfmodels.cache;

import io.github.hfmodels.cache.mutex.NameLock;
import io.github.hfmodels.model.SourceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The file that tells backup programs to skip a cache, in the format of the Cache Directory Tagging Specification and the words of
 * huggingface_hub, which knows it in its own. As every cache has it, builds say by locks on it which repositories they use: so the cache has no file that other
 * programs do not know.
 */
final class CacheTag {

    private static final String TEXT = """
            Signature: 8a477f597d28d172789f06886806bc55
            # This file is a cache directory tag created by %s.
            # For information about cache directory tags, see:
            #\thttps://bford.info/cachedir/
            """;

    private CacheTag() {}

    static Path of(Path cache) {
        return cache.resolve("CACHEDIR.TAG");
    }

    /** Creates it where it is missing in the cache of a repository. */
    static void create(RepoFolder folder) throws IOException {
        String program = folder.repo().source() == SourceId.HUGGING_FACE ? "huggingface_hub" : "hf-models-maven-plugin";
        NameLock.createFile(of(folder.cache()), String.format(Locale.ROOT, TEXT, program));
    }
}
