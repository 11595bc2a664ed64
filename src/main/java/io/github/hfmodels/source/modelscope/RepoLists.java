package io.github.hfmodels.source.modelscope;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.http.FileList;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.source.modelscope.EnvelopeReader.Answer;
import io.github.hfmodels.transfer.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists branches and tags, and the files of a revision: those of a model with one call, those of a data set page by page. */
record RepoLists(ApiClient api, ModelScopeAddresses addresses, EnvelopeReader envelopes) {

    /** As ModelScope's own client has it. */
    static final int PAGE_SIZE = 200;

    /** The smallest limit that a server may have for its pages. */
    private static final int MIN_PAGE_SIZE = 50;

    private static final String NAME = "ModelScope's list";
    private static final int MAX_ENTRIES = 1_000_000;

    /** Some servers may have fewer entries on a page. */
    private static final int MAX_PAGES = 10_000;

    /**
     * One answer.
     *
     * @param entries files and folders
     * @param total how many there are on all pages; null where the server does not say it
     */
    private record Page(
            List<@Nullable FileEntry> entries, @Nullable Long total) {}

    /** Reads the data of an answer: a list, or an object that has it. */
    private static List<@Nullable FileEntry> entries(JsonParser json) throws IOException {
        if (json.hasToken(JsonToken.START_ARRAY)) {
            return list(json);
        }
        List<@Nullable FileEntry> entries = null;
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            if (member.equalsIgnoreCase("Files")) {
                entries = list(json);
            } else {
                json.skipChildren();
            }
        }
        if (entries == null) {
            throw new JsonParseException(json, "expected a list of files");
        }
        return entries;
    }

    /** Null is an empty list. */
    private static List<@Nullable FileEntry> list(JsonParser json) throws IOException {
        List<@Nullable FileEntry> entries = ServerJson.list(json, FileEntry::read);
        return entries == null ? List.of() : entries;
    }

    /**
     * The branches and tags of a repository.
     *
     * @throws IOException when the server refuses them or does not answer
     */
    Revisions revisions(RepoId repo) throws IOException {
        Revisions revisions = api.call(
                        addresses.revisions(repo), response -> envelopes.answer(response, Revisions::read))
                .data();
        return revisions == null ? Revisions.UNKNOWN : revisions;
    }

    /**
     * All files of a revision; none if it has none.
     *
     * @param revision a branch, a tag or a commit
     * @throws SourceException when the list is not one, or has no end
     * @throws IOException when the server refuses it or does not answer
     */
    List<RepoFile> files(RepoId repo, String revision) throws IOException {
        var files = new FileList(NAME);
        var known = new HashSet<String>();
        String now = Instant.now().toString();
        if (repo.type() == RepoType.MODEL) {
            add(page(addresses.files(repo, revision)), files, known, now);
            return files.all();
        }
        int number = 0;
        int first = 0;
        Page page;
        boolean isNew;
        do {
            if (number == MAX_PAGES) {
                throw ServerJson.malformed(NAME + " has more than " + MAX_PAGES + " pages", null);
            }
            number++;
            page = page(addresses.page(repo, revision, number, PAGE_SIZE));
            isNew = add(page, files, known, now);
            first = number == 1 ? page.entries().size() : first;
        } while (isNew && mayHaveMore(page, first, known));
        requireAll(page, isNew, known);
        return files.all();
    }

    /** @param first how many entries the first page has */
    private static boolean mayHaveMore(Page page, int first, Set<String> known) {
        boolean isFull = page.entries().size() >= PAGE_SIZE;
        // The server's pages may be smaller.
        boolean isPerhapsFull = page.total() == null && first >= MIN_PAGE_SIZE && first < PAGE_SIZE;
        return isFull || isPerhapsFull || isBelow(page.total(), known);
    }

    private static void requireAll(Page last, boolean isNew, Set<String> known) throws SourceException {
        if (isNew) {
            return;
        }
        String reached = known.size() + (last.total() == null ? "" : " of " + last.total()) + " files and folders";
        if (last.entries().isEmpty()) {
            if (isBelow(last.total(), known)) {
                throw ServerJson.malformed(NAME + " ends after " + reached, null);
            }
        } else if (isBelow(last.total(), known)
                // A server that ignores paging has all on each page, which are as many by chance only.
                || (last.total() == null && last.entries().size() == PAGE_SIZE)) {
            throw ServerJson.malformed(NAME + " leads back to an earlier page after " + reached, null);
        }
    }

    /** Parsed completely before it is used, since an answer that breaks off is asked for again. */
    private Page page(URI address) throws IOException {
        Answer<List<@Nullable FileEntry>> answer =
                api.call(address, response -> envelopes.answer(response, RepoLists::entries));
        if (answer.data() == null && !answer.isNull()) {
            throw ServerJson.malformed("ModelScope's answer has no list of files", null);
        }
        return new Page(answer.data() == null ? List.of() : answer.data(), answer.total());
    }

    private static boolean isBelow(@Nullable Long total, Set<String> known) {
        return total != null && known.size() < total;
    }

    /**
     * @param now what no other list has
     * @return whether the page has something new
     */
    private static boolean add(Page page, FileList files, Set<String> known, String now) throws SourceException {
        int before = known.size();
        for (FileEntry entry : page.entries()) {
            if (entry == null) {
                continue;
            }
            if (entry.isFile()) {
                files.add(entry.file(now));
            }
            if (entry.path() != null) {
                known.add(entry.path());
            }
        }
        if (known.size() > MAX_ENTRIES) {
            throw ServerJson.malformed(NAME + " has more than " + MAX_ENTRIES + " files and folders", null);
        }
        return known.size() > before;
    }
}
