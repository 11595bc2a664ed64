package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file in the Hub's response about a repository, or a file or folder in its tree, which has other names for the same members.
 *
 * @param type {@code file} or {@code directory}; only the tree has it
 * @param size in bytes
 * @param oid the git hash
 * @param lfs the content of an LFS file; null for any other
 */
record RepoEntry(
        @Nullable String type,
        @Nullable String path,
        @Nullable Long size,
        @Nullable String oid,
        @Nullable Lfs lfs,
        @Nullable String xetHash) {

    /** The content of an LFS file: its SHA-256, and its size in bytes. */
    record Lfs(@Nullable String oid, @Nullable Long size) {

        private static @Nullable Lfs read(JsonParser json) throws IOException {
            if (json.hasToken(JsonToken.VALUE_NULL)) {
                return null;
            }
            HubJson.requireObject(json);
            String oid = null;
            Long size = null;
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                json.nextToken();
                switch (member) {
                    case "oid", "sha256" -> oid = HubJson.text(json);
                    case "size" -> size = HubJson.number(json);
                    default -> json.skipChildren();
                }
            }
            return new Lfs(oid, size);
        }
    }

    /** Reads the object that begins at the current token. */
    static RepoEntry read(JsonParser json) throws IOException {
        HubJson.requireObject(json);
        String type = null;
        String path = null;
        Long size = null;
        String oid = null;
        Lfs lfs = null;
        String xetHash = null;
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            switch (member) {
                case "type" -> type = HubJson.text(json);
                case "path", "rfilename" -> path = HubJson.text(json);
                case "size" -> size = HubJson.number(json);
                case "oid", "blobId" -> oid = HubJson.text(json);
                case "lfs" -> lfs = Lfs.read(json);
                case "xetHash" -> xetHash = HubJson.text(json);
                default -> json.skipChildren();
            }
        }
        return new RepoEntry(type, path, size, oid, lfs, xetHash);
    }
}
