package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file in the Hub's response about a repository, or a file or folder in its tree, which has other names for the same members.
 *
 * @param type {@code file} or {@code directory}; only the tree has it
 * @param size in bytes
 * @param oid the git hash
 * @param lfs the content of an LFS file; null for any other
 * @param scan what the security scan says; null where the response does not have it
 */
record RepoEntry(
        @Nullable String type,
        @Nullable String path,
        @Nullable Long size,
        @Nullable String oid,
        @Nullable Lfs lfs,
        @Nullable String xetHash,
        @Nullable ScanVerdict scan) {

    /** The content of an LFS file: its SHA-256, and its size in bytes. */
    record Lfs(@Nullable String oid, @Nullable Long size) {

        private static @Nullable Lfs read(JsonParser json) throws IOException {
            if (json.hasToken(JsonToken.VALUE_NULL)) {
                return null;
            }
            ServerJson.requireObject(json);
            String oid = null;
            Long size = null;
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                json.nextToken();
                switch (member) {
                    case "oid", "sha256" -> oid = ServerJson.text(json);
                    case "size" -> size = ServerJson.number(json);
                    default -> json.skipChildren();
                }
            }
            return new Lfs(oid, size);
        }
    }

    /** Reads the object that begins at the current token. */
    static RepoEntry read(JsonParser json) throws IOException {
        ServerJson.requireObject(json);
        String type = null;
        String path = null;
        Long size = null;
        String oid = null;
        Lfs lfs = null;
        String xetHash = null;
        ScanVerdict scan = null;
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            switch (member) {
                case "type" -> type = ServerJson.text(json);
                case "path", "rfilename" -> path = ServerJson.text(json);
                case "size" -> size = ServerJson.number(json);
                case "oid", "blobId" -> oid = ServerJson.text(json);
                case "lfs" -> lfs = Lfs.read(json);
                case "xetHash" -> xetHash = ServerJson.text(json);
                case "securityFileStatus", "security" -> scan = SecurityStatus.ofFile(json);
                default -> json.skipChildren();
            }
        }
        return new RepoEntry(type, path, size, oid, lfs, xetHash, scan);
    }

    /** Whether it lacks what a file must have. */
    boolean isIncomplete() {
        return path == null || size == null || oid == null || (lfs != null && lfs.oid() == null);
    }

    /** @throws SourceException when it lacks something, or has something impossible */
    RepoFile file() throws SourceException {
        if (path == null || size == null || oid == null) {
            throw ServerJson.malformed("the Hub's list has a file without a path, a size or a hash", null);
        }
        try {
            RepoFile.Lfs content = lfs == null ? null : content(lfs, size);
            boolean isXet = xetHash != null && xetHash.matches("[0-9a-f]{64}");
            return new RepoFile(path, size, oid, content, isXet ? xetHash : null);
        } catch (InvalidValueException e) {
            throw ServerJson.malformed("the Hub's list is wrong: " + e.getMessage(), e);
        }
    }

    private static RepoFile.Lfs content(Lfs lfs, long entrySize) throws SourceException {
        if (lfs.oid() == null) {
            throw ServerJson.malformed("the Hub's list has a large file without a hash", null);
        }
        return new RepoFile.Lfs(lfs.oid(), lfs.size() == null ? entrySize : lfs.size());
    }
}
