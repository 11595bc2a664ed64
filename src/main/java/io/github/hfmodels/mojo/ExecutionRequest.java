package io.github.hfmodels.mojo;

import io.github.hfmodels.pom.Module;
import io.github.hfmodels.prefetch.PrefetchRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an execution of a module wants.
 *
 * @param id the execution's id
 * @param lockFile the lock file that it follows; null for none
 */
record ExecutionRequest(Module module, String id, @Nullable Path lockFile, PrefetchRequest request) {}
