package io.github.hfmodels.lockfile;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.lockfile.LockReader.Damage;
import io.github.hfmodels.model.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A lock file on disk. */
public final class LockFile {

    /** The file's name where none is given. */
    public static final String NAME = "hf-models.lock.json";

    private final Path path;

    /** @param path the file; need not exist */
    public LockFile(Path path) {
        this.path = path;
    }

    /**
     * What a file says that is to be written anew.
     *
     * @param lock the models whose lines are as they were written
     * @param damaged the models whose lines were changed by hand, or contradict others, as they now read
     */
    public record Contents(ModelLock lock, List<LockedModel> damaged) {}

    /**
     * Reads the file for those who follow it.
     *
     * @throws LockException when it is not as it was written, or of a newer version
     * @throws IOException when it is not there or cannot be read
     */
    public ModelLock read() throws LockException, IOException {
        LockReader reader = reader();
        if (!reader.damages().isEmpty()) {
            Damage first = reader.damages().get(0);
            throw new LockException(
                    path + ": the model " + first.model() + " in line " + first.line() + " " + first.problem()
                            + "; take the file from version control again, or run mvn hf-models:lock",
                    null);
        }
        return new ModelLock(reader.intact());
    }

    /**
     * Reads the file for those who will write it anew. A file that is not there says nothing.
     *
     * @throws LockException when nothing can be made of it, or it is of a newer version
     * @throws IOException when it cannot be read
     */
    public Contents readToMend() throws LockException, IOException {
        try {
            LockReader reader = reader();
            return new Contents(
                    new ModelLock(reader.intact()),
                    reader.damages().stream().map(Damage::model).toList());
        } catch (NoSuchFileException e) {
            return new Contents(ModelLock.EMPTY, List.of());
        }
    }

    private LockReader reader() throws LockException, IOException {
        // Others may have written names out that are escaped here; what is no UTF-8 is no error yet.
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        var reader = new LockReader(text);
        try {
            reader.read();
        } catch (InvalidValueException e) {
            throw new LockException(path + ": " + e.getMessage(), e);
        }
        return reader;
    }

    /**
     * Makes the file say this.
     *
     * @return false when it said so already, to the byte but for the line ends; it is not touched then
     * @throws IOException when it cannot be written
     */
    public boolean write(ModelLock lock) throws IOException {
        String text = LockText.of(lock);
        // Git may have checked it out with the line ends of Windows.
        if (Files.exists(path)
                && Files.readString(path, StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n")
                        .equals(text)) {
            return false;
        }
        AtomicFile.write(path, text.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    /** The file's path. */
    @Override
    public String toString() {
        return path.toString();
    }
}
