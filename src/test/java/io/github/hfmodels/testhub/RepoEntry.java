package io.github.hfmodels.testhub;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of a commit: what listings say of it, and what is really served. */
record RepoEntry(
        String path,
        Content content,
        String oid,
        long size,
        @Nullable String lfsSha256,
        @Nullable String xetHash) {

    static RepoEntry regular(String path, Content content) {
        return new RepoEntry(path, content, content.gitSha1(), content.size(), null, null);
    }

    static RepoEntry lfs(String path, Content content) {
        String pointer = pointer(content.sha256(), content.size());
        return new RepoEntry(path, content, Content.of(pointer).gitSha1(), content.size(), content.sha256(), null);
    }

    static RepoEntry xet(String path, Content content) {
        RepoEntry lfs = lfs(path, content);
        String xetHash = Digests.sha256("xet " + content.sha256());
        return new RepoEntry(path, content, lfs.oid, lfs.size, lfs.lfsSha256, xetHash);
    }

    String etag() {
        return lfsSha256 == null ? oid : lfsSha256;
    }

    Map<String, @Nullable Object> treeJson() {
        Map<String, @Nullable Object> json = Json.object("type", "file", "oid", oid, "size", size, "path", path);
        if (lfsSha256 != null) {
            json.put("lfs", Json.object("oid", lfsSha256, "size", size, "pointerSize", pointerSize()));
        }
        if (xetHash != null) {
            json.put("xetHash", xetHash);
        }
        return json;
    }

    Map<String, @Nullable Object> siblingJson(boolean blobs) {
        Map<String, @Nullable Object> json = Json.object("rfilename", path);
        if (blobs) {
            json.put("size", size);
            json.put("blobId", oid);
            if (lfsSha256 != null) {
                json.put("lfs", Json.object("sha256", lfsSha256, "size", size, "pointerSize", pointerSize()));
            }
        }
        return json;
    }

    private int pointerSize() {
        return pointer(etag(), size).length();
    }

    private static String pointer(String sha256, long size) {
        return "version https://git-lfs.github.com/spec/v1\noid sha256:" + sha256 + "\nsize " + size + "\n";
    }
}
