package io.github.hfmodels.mojo;

import io.github.hfmodels.lockfile.LockFile;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads and writes lock files for goals, and names them in failures. */
final class Locks {

    private Locks() {}

    /** The lock that a build follows. */
    static ModelLock read(Path file) throws IOException {
        refuseFolder(file);
        try {
            return new LockFile(file).read();
        } catch (NoSuchFileException e) {
            throw new UserException(
                    "the lock file " + file + " is not there", new Advice(Advice.Action.LOCK, "check hf.lockFile"));
        } catch (IOException e) {
            throw new IOException("the lock file " + file + " cannot be read: " + DiskFailure.sentence(e, file), e);
        }
    }

    /** The lock that a goal will change; an empty one when the file is missing. */
    static ModelLock readOrEmpty(Path file) throws IOException {
        return Files.notExists(file) ? ModelLock.EMPTY : read(file);
    }

    private static void refuseFolder(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserException(
                    "hf.lockFile is the folder " + file + "; expected a file, such as " + file.resolve(LockFile.NAME));
        }
    }

    /** @return false when the file has this content already */
    static boolean write(Path file, ModelLock lock) throws IOException {
        try {
            return new LockFile(file).write(lock);
        } catch (IOException e) {
            throw new IOException("the lock file " + file + " cannot be written: " + DiskFailure.sentence(e, file), e);
        }
    }
}
