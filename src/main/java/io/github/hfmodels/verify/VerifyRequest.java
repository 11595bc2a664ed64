package io.github.hfmodels.verify;

import io.github.hfmodels.prefetch.PrefetchRequest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be verified.
 *
 * @param wanted the models that a build wants, those of each lock together; null for everything in the cache
 * @param note the file that has what was verified before; null for none
 * @param force whether to hash also what cannot have changed since it was verified
 */
public record VerifyRequest(
        @Nullable List<PrefetchRequest> wanted, @Nullable Path note, boolean force) {}
