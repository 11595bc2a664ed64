package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonParser;
import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.RevisionLag;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.transfer.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the pages of a revision's commits, the newest first. */
record CommitPages(ApiClient api, HubAddresses addresses, ServerJson json) {

    /** The Hub has 50 commits on a page. */
    private static final int MAX_PAGES = 10;

    /** A commit in the Hub's list. */
    private record Entry(@Nullable String id, @Nullable String date) {

        private static Entry read(JsonParser json) throws IOException {
            ServerJson.requireObject(json);
            String id = null;
            String date = null;
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                json.nextToken();
                switch (member) {
                    case "id" -> id = ServerJson.text(json);
                    case "date" -> date = ServerJson.text(json);
                    default -> json.skipChildren();
                }
            }
            return new Entry(id, date);
        }

        private RevisionLag asHead() throws SourceException {
            try {
                return new RevisionLag(
                        new CommitHash(String.valueOf(id)), Instant.parse(String.valueOf(date)), 0, true);
            } catch (InvalidValueException | DateTimeException e) {
                throw ServerJson.malformed("the Hub's list of commits has one without an id or a date", e);
            }
        }
    }

    /** A page, and the query of the next one. */
    private record Page(List<@Nullable Entry> entries, Optional<String> nextQuery) {}

    /**
     * How far a commit is behind a revision.
     *
     * @return empty when it is not in the revision's history, or the server does not list commits
     * @throws IOException when the server refuses the repository or does not answer
     */
    Optional<RevisionLag> lag(RepoId repo, Revision revision, CommitHash commit) throws IOException {
        try {
            return search(repo, revision, commit);
        } catch (IOException e) {
            if (!Route.isRefused(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Optional<RevisionLag> search(RepoId repo, Revision revision, CommitHash commit) throws IOException {
        RevisionLag head = null;
        int newer = 0;
        Optional<String> next = Optional.of("");
        for (int pages = 0; next.isPresent(); pages++) {
            if (pages == MAX_PAGES) {
                return head == null
                        ? Optional.empty()
                        : Optional.of(new RevisionLag(head.head(), head.date(), newer, true));
            }
            Page page = page(repo, revision, next.get());
            for (Entry entry : page.entries()) {
                if (entry == null) {
                    continue;
                }
                head = head == null ? entry.asHead() : head;
                if (commit.hex().equals(entry.id())) {
                    return Optional.of(new RevisionLag(head.head(), head.date(), newer, false));
                }
                newer++;
            }
            next = page.nextQuery();
        }
        return Optional.empty();
    }

    private Page page(RepoId repo, Revision revision, String query) throws IOException {
        URI address;
        try {
            address = addresses.commits(repo, revision, query);
        } catch (IllegalArgumentException e) {
            throw ServerJson.malformed("the Hub's list leads to something that is not an address", e);
        }
        return api.call(address, this::read);
    }

    private Page read(HttpResponse response) throws IOException {
        return new Page(json.readList(response, Entry::read), TreePages.nextQuery(response));
    }
}
