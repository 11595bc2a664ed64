package io.github.hfmodels.describe;

import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.plan.ModelRequest;

/**
 * A model with all that is known of it.
 *
 * @param request what was asked for
 * @param model the model as a lock has it, or would have it; the SHA-256 of regular files may be unknown where no lock has them
 * @param isLocked whether a lock says so
 * @param isKnown whether anything is known of licence, card and scan; nothing is where a source would have to be asked and the build is
 *     offline, and where the source or the lock says nothing of them
 */
public record DescribedModel(ModelRequest request, LockedModel model, boolean isLocked, boolean isKnown) {}
