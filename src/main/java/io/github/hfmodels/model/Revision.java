package io.github.hfmodels.model;

import java.util.regex.Pattern;

/**
 * What a user asks for: a branch, a tag, a ref such as {@code refs/pr/1}, or a commit.
 *
 * @param name the name, not URL-encoded; may contain slashes
 */
public record Revision(String name) {

    /** What git's check-ref-format forbids and what would leave the cache's {@code refs} folder. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\p{Cntrl}~^:?*\\[\\\\]|(?:^|/)\\.{1,2}(?:/|$)|\\.\\.|//|^/|/$|^\\s|\\s$|@\\{");

    /** The default branch of the Hub. Declared after the pattern, which checks it. */
    public static final Revision MAIN = new Revision("main");

    /** @throws InvalidValueException when git does not allow the name */
    public Revision {
        if (name.isEmpty() || name.length() > 255 || FORBIDDEN.matcher(name).find()) {
            throw new InvalidValueException("'" + Printable.of(name)
                    + "' is not a revision: expected a branch, a tag, a ref such as refs/pr/1, or a commit hash");
        }
    }

    /** Whether this is a commit, which never moves and need not be looked up. */
    public boolean isCommit() {
        return CommitHash.isCommitHash(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
