package io.github.hfmodels.source.modelscope;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The branches and tags of a repository.
 *
 * @param commits the commit of each, where the server says it; branches before tags, and tags from the newest to the oldest
 * @param hasBranches whether branches are listed, so that a name that is not there does not exist
 */
record Revisions(Map<String, Optional<CommitHash>> commits, boolean hasBranches) {

    /** No list: nothing is known. */
    static final Revisions UNKNOWN = new Revisions(Map.of(), false);

    /** The member is not documented, and not always there. */
    private static final Pattern COMMIT =
            Pattern.compile("(?:last|latest|head)?_?commit(?:_?(?:id|sha|hash|oid))?|sha|oid");

    boolean has(String name) {
        return commits.containsKey(name);
    }

    /** The commit of a branch or tag; empty when the server does not say it. */
    Optional<CommitHash> commit(String name) {
        return commits.getOrDefault(name, Optional.empty());
    }

    boolean hasCommit(CommitHash commit) {
        return commits.containsValue(Optional.of(commit));
    }

    /** All names, that one first even if it is not listed. */
    List<String> names(String first) {
        var names = new ArrayList<String>(commits.keySet());
        names.remove(first);
        names.add(0, first);
        return names;
    }

    /** Reads the data of an answer. */
    static Revisions read(JsonParser json) throws IOException {
        var commits = new LinkedHashMap<String, Optional<CommitHash>>();
        var tags = new LinkedHashMap<String, Optional<CommitHash>>();
        readMap(json, commits, tags);
        boolean hasBranches = !commits.isEmpty();
        tags.forEach(commits::putIfAbsent);
        return new Revisions(commits, hasBranches);
    }

    private static void readMap(
            JsonParser json, Map<String, Optional<CommitHash>> branches, Map<String, Optional<CommitHash>> tags)
            throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            json.skipChildren();
            return;
        }
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            switch (member.toLowerCase(Locale.ROOT)) {
                case "revisionmap" -> readMap(json, branches, tags);
                case "branches" -> readList(json, branches);
                case "tags" -> readList(json, tags);
                default -> json.skipChildren();
            }
        }
    }

    private static void readList(JsonParser json, Map<String, Optional<CommitHash>> commits) throws IOException {
        List<@Nullable Entry> entries = ServerJson.list(json, Entry::read);
        if (entries == null) {
            return;
        }
        for (Entry entry : entries) {
            if (entry != null && entry.name() != null) {
                commits.putIfAbsent(entry.name(), Optional.ofNullable(entry.commit()));
            }
        }
    }

    /** A branch or a tag. */
    private record Entry(@Nullable String name, @Nullable CommitHash commit) {

        private static Entry read(JsonParser json) throws IOException {
            ServerJson.requireObject(json);
            String name = null;
            CommitHash commit = null;
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                String key = member.toLowerCase(Locale.ROOT);
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    String value = json.getText();
                    if (key.equals("revision")) {
                        name = value;
                    } else if (COMMIT.matcher(key).matches()) {
                        CommitHash found = commit(value);
                        commit = found == null ? commit : found;
                    }
                }
                json.skipChildren();
            }
            return new Entry(name, commit);
        }

        private static @Nullable CommitHash commit(String value) {
            String hex = value.strip().toLowerCase(Locale.ROOT);
            return CommitHash.isCommitHash(hex) ? new CommitHash(hex) : null;
        }
    }
}
