package io.github.hfmodels.source.modelscope;

import com.fasterxml.jackson.core.JsonParser;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder in a list.
 *
 * @param type {@code blob} or {@code tree}; null for a file
 * @param size in bytes
 * @param sha256 of the content; null or empty where the server does not know it
 * @param revision the commit that last touched the file
 */
record FileEntry(
        @Nullable String path,
        @Nullable String type,
        @Nullable Long size,
        @Nullable String sha256,
        @Nullable String revision) {

    private static final int TAG_DIGITS = 40;

    /** Reads the object that begins at the current token. */
    static FileEntry read(JsonParser json) throws IOException {
        ServerJson.requireObject(json);
        String path = null;
        String type = null;
        Long size = null;
        String sha256 = null;
        String revision = null;
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            switch (member) {
                case "Path", "path" -> path = ServerJson.text(json);
                case "Type", "type" -> type = ServerJson.text(json);
                case "Size", "size" -> size = ServerJson.number(json);
                case "Sha256", "sha256" -> sha256 = ServerJson.text(json);
                case "Revision", "revision" -> revision = ServerJson.text(json);
                default -> json.skipChildren();
            }
        }
        return new FileEntry(path, type, size, sha256, revision);
    }

    /** Whether it is a file; else a folder, or a repository within this one, of which there is no content. */
    boolean isFile() {
        return type == null || type.isEmpty() || type.equalsIgnoreCase("blob");
    }

    /**
     * The file, with a tag in place of the hash where there is none: another commit of the file has another tag.
     *
     * @throws SourceException when it lacks something, or has something impossible
     */
    RepoFile file() throws SourceException {
        if (path == null || path.indexOf('\0') >= 0 || size == null) {
            throw ServerJson.malformed("ModelScope's list has a file without a path or a size", null);
        }
        try {
            if (sha256 == null || sha256.isBlank()) {
                return RepoFile.tagged(path, size, tag(path, size));
            }
            String hex = new Digest(Digest.Algorithm.SHA256, sha256.strip().toLowerCase(Locale.ROOT)).hex();
            return new RepoFile(path, size, hex, new RepoFile.Lfs(hex, size), null);
        } catch (InvalidValueException e) {
            throw ServerJson.malformed("ModelScope's list is wrong: " + e.getMessage(), e);
        }
    }

    private String tag(String name, long bytes) {
        String all = name + "\0" + bytes + "\0" + (revision == null ? "" : revision);
        return "unverified-"
                + Digest.Algorithm.SHA256
                        .of(all.getBytes(StandardCharsets.UTF_8))
                        .substring(0, TAG_DIGITS);
    }
}
