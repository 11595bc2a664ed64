package io.github.hfmodels.testhub;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Content given by its size and a way to open it; remembers its hashes. */
final class StreamContent implements Content {
    private final long size;
    private final Opener opener;
    private @Nullable String sha256;
    private @Nullable String gitSha1;

    StreamContent(long size, Opener opener) {
        this.size = size;
        this.opener = opener;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open(long offset) throws IOException {
        return opener.open(offset);
    }

    @Override
    public synchronized String sha256() {
        String hash = sha256;
        if (hash == null) {
            hash = Digests.sha256(this);
            sha256 = hash;
        }
        return hash;
    }

    @Override
    public synchronized String gitSha1() {
        String hash = gitSha1;
        if (hash == null) {
            hash = Digests.gitSha1(this);
            gitSha1 = hash;
        }
        return hash;
    }

    /** Opens the bytes from an offset to the end. */
    interface Opener {
        InputStream open(long offset) throws IOException;
    }
}
