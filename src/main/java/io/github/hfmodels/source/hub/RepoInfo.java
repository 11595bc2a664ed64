package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is used of the Hub's response about a repository at a revision.
 *
 * @param sha the commit
 * @param siblings the files; null when they are missing
 * @param licenses what the repository's card has as licence
 * @param licenseNames what the card has as the licence's name
 * @param siblingsComplete whether the answer says that {@code siblings} are all files, as those of a mirror folder do
 */
record RepoInfo(
        @Nullable String sha,
        @Nullable List<@Nullable RepoEntry> siblings,
        List<String> licenses,
        List<String> licenseNames,
        List<String> tags,
        boolean siblingsComplete) {

    /** What is used of the metadata in a repository's README. */
    private record Card(List<String> licenses, List<String> licenseNames) {

        static final Card EMPTY = new Card(List.of(), List.of());

        /** A dataset may have several licences. Card data that are not an object count as none. */
        static Card read(JsonParser json) throws IOException {
            if (!json.hasToken(JsonToken.START_OBJECT)) {
                json.skipChildren();
                return EMPTY;
            }
            List<String> licenses = List.of();
            List<String> names = List.of();
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                json.nextToken();
                switch (member) {
                    case "license" -> licenses = textOrTexts(json);
                    case "license_name" -> names = textOrTexts(json);
                    default -> json.skipChildren();
                }
            }
            return new Card(licenses, names);
        }

        private static List<String> textOrTexts(JsonParser json) throws IOException {
            return json.hasToken(JsonToken.VALUE_STRING) ? List.of(json.getText()) : ServerJson.texts(json);
        }
    }

    /** Reads the object that begins at the current token. */
    static RepoInfo read(JsonParser json) throws IOException {
        ServerJson.requireObject(json);
        String sha = null;
        List<@Nullable RepoEntry> siblings = null;
        Card card = Card.EMPTY;
        List<String> tags = List.of();
        boolean isComplete = false;
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            switch (member) {
                case "sha" -> sha = ServerJson.text(json);
                case "siblings" -> siblings = ServerJson.list(json, RepoEntry::read);
                case "cardData" -> card = Card.read(json);
                case "tags" -> tags = ServerJson.texts(json);
                case "siblingsComplete" -> isComplete = "true".equals(ServerJson.text(json));
                default -> json.skipChildren();
            }
        }
        return new RepoInfo(sha, siblings, card.licenses(), card.licenseNames(), tags, isComplete);
    }
}
