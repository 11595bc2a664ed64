package io.github.hfmodels.cache.mutex;

import io.github.hfmodels.log.Log;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The file that a mutex is on: empty, and never deleted, as huggingface_hub's are.
 *
 * @param path where it is
 */
record MutexFile(Path path) {

    private static final Log LOG = Log.of(MutexFile.class);

    /**
     * Creates the file when it is missing.
     *
     * @return {@link #identity()}
     * @throws FileSystemException when it cannot be created, or something else has its name
     */
    @Nullable
    Object provide() throws IOException {
        try {
            return identity();
        } catch (NoSuchFileException e) {
            create();
            return identity();
        }
    }

    /**
     * What distinguishes the file from another one that gets its name later; null where the file system does not have that.
     *
     * @throws NoSuchFileException when there is no file
     */
    @Nullable
    Object identity() throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            String what = attributes.isSymbolicLink() ? "a symbolic link" : "something else";
            throw new FileAlreadyExistsException(path.toString(), null, "expected a regular file, it is " + what);
        }
        return attributes.fileKey();
    }

    private void create() throws IOException {
        try {
            createFile();
            shareWithGroup();
        } catch (FileAlreadyExistsException e) {
            LOG.debug("{} has just been created by another process or thread", path);
        }
    }

    private void createFile() throws IOException {
        // What creates it also closes it, which must not end a lock that another thread has just got.
        synchronized (LockChannel.PROCESS) {
            try {
                Files.createFile(path);
            } catch (NoSuchFileException e) {
                Files.createDirectories(path.getParent());
                Files.createFile(path);
            }
        }
    }

    /** Mode 0664 whatever the umask says, as Python does. */
    private void shareWithGroup() throws IOException {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--"));
        } catch (UnsupportedOperationException | FileSystemException e) {
            // Windows, or a mounted file system where all files have the same mode.
            LOG.debug("{} keeps the permissions that it was created with: {}", path, e.toString());
        }
    }
}
