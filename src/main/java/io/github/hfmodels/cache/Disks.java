package io.github.hfmodels.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** What kind of disk a folder is on. */
final class Disks {

    /** File systems that other machines, or the host of a virtual one, may write to as well. */
    private static final Pattern SHARED =
            Pattern.compile("(nfs|cifs|smb|afp|afs|lustre|gpfs|beegfs|ceph|gluster|orangefs|pvfs|ocfs|gfs|9p|virtiofs"
                    + "|vboxsf|vmhgfs|prl_|fuse|osxfuse|macfuse|webdav).*");

    private Disks() {}

    /**
     * Whether a lock there may hold on this machine alone. Some of these systems grant it on every machine to somebody else,
     * and none says so.
     */
    static boolean isShared(Path path) {
        try {
            return isShared(Files.getFileStore(path).type());
        } catch (IOException e) {
            return true;
        }
    }

    static boolean isShared(String type) {
        return SHARED.matcher(type.toLowerCase(Locale.ROOT)).matches();
    }
}
