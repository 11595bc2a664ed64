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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder in a list.
 *
 * @param type {@code blob} or {@code tree}; null for a file
 * @param size in bytes
 * @param sha256 of the content; null or empty where the server does not know it
 * @param version the commit that last touched the file, or else its date; null where the server says neither
 */
record FileEntry(
        @Nullable String path,
        @Nullable String type,
        @Nullable Long size,
        @Nullable String sha256,
        @Nullable String version) {

    /** The types of folders, and of repositories within this one. */
    private static final Set<String> NO_FILES = Set.of("tree", "dir", "commit");

    private static final int TAG_DIGITS = 40;

    /** Reads the object that begins at the current token. */
    static FileEntry read(JsonParser json) throws IOException {
        ServerJson.requireObject(json);
        String path = null;
        String type = null;
        Long size = null;
        String sha256 = null;
        String revision = null;
        String commit = null;
        String date = null;
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            switch (member) {
                case "Path", "path" -> path = ServerJson.text(json);
                case "Type", "type" -> type = ServerJson.text(json);
                case "Size", "size" -> size = ServerJson.number(json);
                case "Sha256", "sha256" -> sha256 = ServerJson.text(json);
                case "Revision", "revision" -> revision = word(json);
                case "CommitId", "commitId", "commit_id" -> commit = word(json);
                case "CommittedDate", "committedDate", "committed_date" -> date = word(json);
                default -> json.skipChildren();
            }
        }
        String known = revision != null ? revision : commit != null ? commit : date;
        return new FileEntry(path, type, size, sha256, known);
    }

    /** A scalar; null for one that is empty, and for anything else. */
    private static @Nullable String word(JsonParser json) throws IOException {
        boolean isScalar = json.currentToken().isScalarValue();
        String text = isScalar ? ServerJson.text(json) : null;
        json.skipChildren();
        return text == null || text.isBlank() ? null : text;
    }

    /** Whether it is a file; else a folder, or a repository within this one, of which there is no content. */
    boolean isFile() {
        return type == null || !NO_FILES.contains(type.toLowerCase(Locale.ROOT));
    }

    /**
     * The file, with a tag in place of the hash where there is none: another commit of the file has another tag.
     *
     * @param now what no other list has, for the tag of a file of which nothing says whether it has changed
     * @throws SourceException when it lacks something, or has something impossible
     */
    RepoFile file(String now) throws SourceException {
        if (path == null || path.indexOf('\0') >= 0 || size == null) {
            throw ServerJson.malformed("ModelScope's list has a file without a path or a size", null);
        }
        try {
            if (sha256 == null || sha256.isBlank()) {
                return RepoFile.tagged(path, size, tag(path, size, version == null ? now : version));
            }
            String hex = new Digest(Digest.Algorithm.SHA256, sha256.strip().toLowerCase(Locale.ROOT)).hex();
            return new RepoFile(path, size, hex, new RepoFile.Lfs(hex, size), null);
        } catch (InvalidValueException e) {
            throw ServerJson.malformed("ModelScope's list is wrong: " + e.getMessage(), e);
        }
    }

    private static String tag(String name, long bytes, String version) {
        String all = name + "\0" + bytes + "\0" + version;
        return "unverified-"
                + Digest.Algorithm.SHA256
                        .of(all.getBytes(StandardCharsets.UTF_8))
                        .substring(0, TAG_DIGITS);
    }
}
