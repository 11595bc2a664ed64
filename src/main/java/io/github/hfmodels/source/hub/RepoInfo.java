package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonParser;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is used of the Hub's response about a repository at a revision.
 *
 * @param sha the commit
 * @param siblings the files; null when they are missing
 * @param card what the repository's card declares
 * @param siblingsComplete whether the answer says that {@code siblings} are all files, as those of a mirror folder do
 * @param security what the security scan says; null when the answer does not have it
 */
record RepoInfo(
        @Nullable String sha,
        @Nullable List<@Nullable RepoEntry> siblings,
        CardData card,
        List<String> tags,
        boolean siblingsComplete,
        @Nullable SecurityStatus security) {

    /** The declared licence; null when none is. */
    @Nullable
    String license() {
        return Licenses.declared(card.licenses(), card.licenseNames(), tags);
    }

    /** What it says besides the files and the scan. A mirror folder has of a card only the licence, and does not say that there is none. */
    ModelInfo info() {
        return new ModelInfo(license(), card.card(), Map.of(), license() != null || !siblingsComplete);
    }

    /** Reads the object that begins at the current token. */
    static RepoInfo read(JsonParser json) throws IOException {
        ServerJson.requireObject(json);
        String sha = null;
        List<@Nullable RepoEntry> siblings = null;
        CardData card = CardData.EMPTY;
        String task = null;
        String library = null;
        List<String> tags = List.of();
        boolean isComplete = false;
        SecurityStatus security = null;
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            switch (member) {
                case "sha" -> sha = ServerJson.text(json);
                case "siblings" -> siblings = ServerJson.list(json, RepoEntry::read);
                case "cardData" -> card = CardData.read(json);
                case "pipeline_tag" -> task = CardData.text(json);
                case "library_name" -> library = CardData.text(json);
                case "tags" -> tags = ServerJson.texts(json);
                case "siblingsComplete" -> isComplete = "true".equals(ServerJson.text(json));
                case "securityRepoStatus" -> security = SecurityStatus.read(json);
                default -> json.skipChildren();
            }
        }
        return new RepoInfo(sha, siblings, card.orElse(task, library), tags, isComplete, security);
    }
}
