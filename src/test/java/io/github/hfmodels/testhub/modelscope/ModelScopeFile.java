package io.github.hfmodels.testhub.modelscope;

import io.github.hfmodels.testhub.Content;

/**
 * A file of a commit.
 *
 * @param size what the list says
 * @param hash what the list has as the SHA-256
 * @param revision the commit that last touched it
 */
record ModelScopeFile(String path, Content content, long size, Hash hash, String revision) {

    /** What a list has as the SHA-256: a text that is written as it stands. */
    record Hash(boolean isThere, String json) {
        static final Hash ABSENT = new Hash(false, "");
        static final Hash EMPTY = new Hash(true, "\"\"");
        static final Hash NULL = new Hash(true, "null");

        static Hash of(String text) {
            return new Hash(true, "\"" + text + "\"");
        }
    }
}
