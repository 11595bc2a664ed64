package io.github.hfmodels.source;

import io.github.hfmodels.model.CommitHash;
import java.time.Instant;

/**
 * How far a commit is behind the branch that it was taken from.
 *
 * @param head the branch's last commit
 * @param date when that was made
 * @param commits how many commits the branch has had since; 0 where the commit is the last one
 * @param isMore whether there may be more than that, since not all of the history was read
 */
public record RevisionLag(CommitHash head, Instant date, int commits, boolean isMore) {}
