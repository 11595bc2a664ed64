package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.transfer.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files of a revision. One API call normally has all of them; if its list may be incomplete, the pages of the tree
 * replace it.
 */
final class HubListing {

    /** The Hub truncates the list at this length. huggingface_hub has the same limit. */
    private static final int MAX_RELIABLE_LIST = 50_000;

    private static final int MAX_ENTRIES = 1_000_000;

    /** The Hub has a thousand entries on a page; some servers have fewer. */
    private static final int MAX_PAGES = 2_000;

    private final ApiClient api;
    private final HubAddresses addresses;
    private final HubJson json;

    HubListing(ApiClient api, HubAddresses addresses, HubJson json) {
        this.api = api;
        this.addresses = addresses;
        this.json = json;
    }

    /** A page of the tree, and the query of the next page. */
    private record TreePage(List<@Nullable RepoEntry> entries, Optional<String> nextQuery) {}

    Listing of(RepoId repo, Revision revision) throws IOException {
        URI address = addresses.revision(repo, revision);
        RepoInfo info = api.call(address, response -> json.read(response, RepoInfo::read));
        CommitHash commit = commit(info, revision);
        Optional<List<RepoFile>> files = files(info);
        List<RepoFile> all = files.isPresent() ? files.get() : tree(repo, commit);
        return checked(new Listing(commit, all, Licenses.declared(info.licenses(), info.licenseNames(), info.tags())));
    }

    static CommitHash commit(RepoInfo info, Revision revision) throws SourceException {
        if (info.sha() == null || !CommitHash.isCommitHash(info.sha())) {
            throw HubJson.malformed(
                    "the Hub's answer does not name a commit"
                            + (info.sha() == null ? "" : ": '" + Printable.of(info.sha()) + "'"),
                    null);
        }
        if (revision.isCommit() && !revision.name().equals(info.sha())) {
            throw HubJson.malformed("the Hub answered with commit " + info.sha() + " when asked for " + revision, null);
        }
        return new CommitHash(info.sha());
    }

    /** The files in the response; empty when files or hashes are missing. */
    private static Optional<List<RepoFile>> files(RepoInfo info) throws SourceException {
        List<@Nullable RepoEntry> siblings = info.siblings();
        if (siblings == null || siblings.isEmpty() || siblings.size() >= MAX_RELIABLE_LIST) {
            return Optional.empty();
        }
        var files = new ArrayList<RepoFile>(siblings.size());
        for (RepoEntry sibling : siblings) {
            if (sibling == null || isIncomplete(sibling)) {
                return Optional.empty();
            }
            files.add(file(sibling));
        }
        return Optional.of(files);
    }

    private static boolean isIncomplete(RepoEntry entry) {
        return entry.path() == null
                || entry.size() == null
                || entry.oid() == null
                || (entry.lfs() != null && entry.lfs().oid() == null);
    }

    private List<RepoFile> tree(RepoId repo, CommitHash commit) throws IOException {
        var files = new ArrayList<RepoFile>();
        var visited = new HashSet<URI>();
        int entries = 0;
        Optional<URI> page = Optional.of(addresses.tree(repo, commit));
        while (page.isPresent()) {
            if (visited.size() == MAX_PAGES) {
                throw HubJson.malformed("the Hub's list has more than " + MAX_PAGES + " pages", null);
            }
            if (!visited.add(page.get())) {
                throw HubJson.malformed("the Hub's list of files leads back to an earlier page", null);
            }
            // Parsed completely before it is used, since a page that breaks off is requested again.
            TreePage found = api.call(
                    page.get(),
                    response -> new TreePage(json.readList(response, RepoEntry::read), nextQuery(response)));
            if (found.entries().size() == 0 && found.nextQuery().isPresent()) {
                throw HubJson.malformed("the Hub's list goes on after an empty page", null);
            }
            entries += found.entries().size();
            for (RepoEntry entry : found.entries()) {
                if (entry != null && "file".equals(entry.type())) {
                    files.add(file(entry));
                }
            }
            if (entries > MAX_ENTRIES) {
                throw HubJson.malformed("the Hub's list has more than " + MAX_ENTRIES + " files and folders", null);
            }
            // A mirror may pass on links to the Hub. Only their query is used, with the address of the mirror.
            page = found.nextQuery().map(query -> addresses.tree(repo, commit, query));
        }
        return files;
    }

    static RepoFile file(RepoEntry entry) throws SourceException {
        if (entry.path() == null || entry.size() == null || entry.oid() == null) {
            throw HubJson.malformed("the Hub's list has a file without a path, a size or a hash", null);
        }
        try {
            RepoFile.Lfs content = entry.lfs() == null ? null : content(entry.lfs(), entry.size());
            String xet = entry.xetHash();
            boolean isXet = xet != null && xet.matches("[0-9a-f]{64}");
            return new RepoFile(entry.path(), entry.size(), entry.oid(), content, isXet ? xet : null);
        } catch (InvalidValueException e) {
            throw HubJson.malformed("the Hub's list is wrong: " + e.getMessage(), e);
        }
    }

    private static RepoFile.Lfs content(RepoEntry.Lfs lfs, long entrySize) throws SourceException {
        if (lfs.oid() == null) {
            throw HubJson.malformed("the Hub's list has a large file without a hash", null);
        }
        return new RepoFile.Lfs(lfs.oid(), lfs.size() == null ? entrySize : lfs.size());
    }

    /** Each path once. Paging may repeat a file, but with the same size and hash. */
    static Listing checked(Listing listing) throws SourceException {
        var byPath = new LinkedHashMap<String, RepoFile>();
        for (RepoFile file : listing.files()) {
            RepoFile other = byPath.putIfAbsent(file.path(), file);
            if (other != null && !other.equals(file)) {
                throw HubJson.malformed("the Hub's list names '" + Printable.of(file.path()) + "' twice", null);
            }
        }
        return byPath.size() == listing.files().size()
                ? listing
                : new Listing(listing.commit(), List.copyOf(byPath.values()), listing.license());
    }

    private static Optional<String> nextQuery(HttpResponse response) throws SourceException {
        Optional<String> next = response.header("Link").flatMap(LinkHeader::next);
        if (next.isEmpty()) {
            return next;
        }
        int query = next.get().indexOf('?');
        if (query < 0) {
            throw HubJson.malformed("the Hub's list goes on at an address without a query", null);
        }
        return Optional.of(next.get().substring(query + 1));
    }
}
