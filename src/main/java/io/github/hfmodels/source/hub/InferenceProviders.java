package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which inference providers serve a model. */
final class InferenceProviders {

    private static final int MAX_PROVIDERS = 50;
    private static final int MAX_LENGTH = 100;

    private InferenceProviders() {}

    /** What is said of a provider. */
    private record Entry(@Nullable String provider, boolean isLive) {

        private static Entry read(JsonParser json) throws IOException {
            ServerJson.requireObject(json);
            String provider = null;
            boolean isLive = false;
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                json.nextToken();
                switch (member) {
                    case "provider" -> provider = ServerJson.text(json);
                    case "status" -> isLive = "live".equals(ServerJson.text(json));
                    default -> json.skipChildren();
                }
            }
            return new Entry(provider, isLive);
        }
    }

    /** Reads the Hub's response about a repository, and gives the names of those that serve it now, sorted. */
    static List<String> read(JsonParser json) throws IOException {
        ServerJson.requireObject(json);
        var names = new ArrayList<@Nullable String>();
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            if (!member.equals("inferenceProviderMapping")) {
                json.skipChildren();
            } else if (json.hasToken(JsonToken.START_OBJECT)) {
                readMap(json, names);
            } else {
                List<@Nullable Entry> entries = ServerJson.list(json, Entry::read);
                (entries == null ? List.<@Nullable Entry>of() : entries).forEach(entry -> {
                    if (entry != null && entry.isLive()) {
                        names.add(entry.provider());
                    }
                });
            }
        }
        return names.stream()
                .filter(name -> name != null && !name.isBlank() && name.length() <= MAX_LENGTH)
                .map(String::valueOf)
                .distinct()
                .sorted()
                .limit(MAX_PROVIDERS)
                .toList();
    }

    /** The Hub has the providers by name where it is asked about one model. */
    private static void readMap(JsonParser json, List<@Nullable String> names) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (Entry.read(json).isLive()) {
                names.add(name);
            }
        }
    }
}
