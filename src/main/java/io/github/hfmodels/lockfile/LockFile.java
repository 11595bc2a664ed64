package io.github.hfmodels.lockfile;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A lock file on disk.
 *
 * @param path the file; it may be missing
 */
public record LockFile(Path path) {

    /** The name of the file if none is configured. */
    public static final String NAME = "hf-models.lock.json";

    /**
     * Reads the file.
     *
     * @throws UserException when it is not a lock that this version understands
     * @throws IOException when it is missing or cannot be read
     */
    public ModelLock read() throws IOException {
        long size = RegularFile.require(path).size();
        if (size > RegularFile.MAX_JSON_BYTES) {
            throw new UserException(
                    path + ": it has " + ByteCount.format(size) + ", more than any lock file",
                    Advice.of("restore it from version control"));
        }
        // Other tools may leave names unescaped. Bytes that are not UTF-8 are not an error of their own.
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        try {
            return new LockReader(text).read();
        } catch (UserException e) {
            throw new UserException(path + ": " + e.getMessage(), e.advice(), e);
        }
    }

    /**
     * Writes the lock into the file.
     *
     * @return false when the file has this text already, but for the line ends; it is not touched then
     * @throws IOException when it cannot be written
     */
    public boolean write(ModelLock lock) throws IOException {
        String text = LockText.of(lock);
        if (Files.exists(path)) {
            RegularFile.requireSmall(path, RegularFile.MAX_JSON_BYTES);
            String before = Files.readString(path, StandardCharsets.ISO_8859_1);
            // Git may have checked it out with the line ends of Windows.
            if (before.replace("\r\n", "\n").equals(text)) {
                return false;
            }
        }
        AtomicFile.write(path, text.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    /** The path of the file. */
    @Override
    public String toString() {
        return path.toString();
    }
}
