package io.github.hfmodels.cache.mutex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The disk that a folder is on. Looked up once, since that reads the system's list of mounts. Thread-safe. */
public final class Disk {

    /** File systems that other machines, or the host of a virtual one, may write to as well. */
    private static final Pattern SHARED =
            Pattern.compile("(nfs|cifs|smb|afp|afs|lustre|gpfs|beegfs|ceph|gluster|orangefs|pvfs|ocfs|gfs|9p|virtiofs"
                    + "|vboxsf|vmhgfs|prl_|fuse|osxfuse|macfuse|webdav).*");

    private final Path folder;
    private @Nullable Boolean isShared;

    /** @param folder need not exist before it is first asked about */
    public Disk(Path folder) {
        this.folder = folder;
    }

    /**
     * Whether a mutex there may hold on this machine alone. Some of these file systems grant it to one process of every
     * machine, and none says so.
     */
    synchronized boolean isShared() {
        if (isShared == null) {
            isShared = look();
        }
        return isShared;
    }

    private boolean look() {
        try {
            return isShared(Files.getFileStore(folder).type());
        } catch (IOException e) {
            return true;
        }
    }

    static boolean isShared(String type) {
        return SHARED.matcher(type.toLowerCase(Locale.ROOT)).matches();
    }
}
