package io.github.hfmodels.verify;

import io.github.hfmodels.model.RegularFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What a file system says of a regular file, without its content. A file whose content changes gets another stamp: a write sets both
 * times, and nothing but the clock sets the second.
 *
 * @param size in bytes
 * @param modified when the content was last written, in nanoseconds since 1970
 * @param changed when content or attributes were last written, in nanoseconds since 1970; 0 where the file system does not say
 * @param key the device and the inode; empty where there is none
 */
record FileStamp(long size, long modified, long changed, String key) {

    private static final String UNIX = "unix";
    private static final String ATTRIBUTES = "size,lastModifiedTime,fileKey";

    /**
     * The stamp of a regular file, which is not opened. A link is not followed.
     *
     * @throws NoSuchFileException when it is not there
     * @throws FileSystemException when it is something else
     */
    static FileStamp of(Path file) throws IOException {
        RegularFile.require(file, LinkOption.NOFOLLOW_LINKS);
        boolean isUnix = file.getFileSystem().supportedFileAttributeViews().contains(UNIX);
        Map<String, Object> attributes = Files.readAttributes(
                file, isUnix ? UNIX + ":ctime," + ATTRIBUTES : ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        return new FileStamp(
                (Long) Objects.requireNonNull(attributes.get("size")),
                nanos(Objects.requireNonNull(attributes.get("lastModifiedTime"))),
                isUnix ? nanos(Objects.requireNonNull(attributes.get("ctime"))) : 0,
                Objects.requireNonNullElse(attributes.get("fileKey"), "").toString());
    }

    private static long nanos(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }

    /** Whether the other is of the same content, although the access time may have been set meanwhile, which changes the second time. */
    boolean hasContentOf(FileStamp other) {
        return size == other.size && modified == other.modified && key.equals(other.key);
    }

    /** When a file was last read. */
    record LastAccess(Path file, FileTime time) {

        static LastAccess of(Path file) throws IOException {
            return new LastAccess(file, view(file).readAttributes().lastAccessTime());
        }

        /** Sets it again, so that what reads the file for no use of it does not count as one; nothing happens where that is not allowed. */
        void restore() {
            try {
                BasicFileAttributeView view = view(file);
                if (!view.readAttributes().lastAccessTime().equals(time)) {
                    view.setTimes(null, time, null);
                }
            } catch (IOException e) {
                // It is not ours, or the disk is read-only.
            }
        }

        private static BasicFileAttributeView view(Path file) {
            return Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
