package io.github.hfmodels.testhub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of a listing: a file, or a directory when there is no file. */
record TreeNode(String path, @Nullable RepoEntry file) {

    /** Lists files with the directories that hold them, each directory before what is in it. */
    static List<TreeNode> list(Collection<RepoEntry> files) {
        List<TreeNode> nodes = new ArrayList<>();
        Set<String> directories = new HashSet<>();
        for (RepoEntry file : files) {
            String path = file.path();
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                String directory = path.substring(0, slash);
                if (directories.add(directory)) {
                    nodes.add(new TreeNode(directory, null));
                }
            }
            nodes.add(new TreeNode(path, file));
        }
        return nodes;
    }

    /** Whether a listing of {@code directory} ("" for the root) shows this node. */
    boolean isBelow(String directory, boolean recursive) {
        String start = directory.isEmpty() ? "" : directory + "/";
        return path.startsWith(start) && (recursive || path.indexOf('/', start.length()) < 0);
    }

    Map<String, @Nullable Object> json(TestCommit commit, boolean expand) {
        Map<String, @Nullable Object> json = file == null
                ? Json.object("type", "directory", "oid", Digests.sha1("tree " + path), "size", 0, "path", path)
                : file.treeJson();
        if (expand) {
            json.put("lastCommit", Json.object("id", commit.id(), "title", commit.message(), "date", TestCommit.DATE));
            json.put("securityFileStatus", file == null ? null : commit.securityFileStatus(path));
        }
        return json;
    }
}
