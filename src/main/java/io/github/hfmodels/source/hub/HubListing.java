package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
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

    private final ApiClient api;
    private final HubAddresses addresses;
    private final HubJson json;

    HubListing(ApiClient api, HubAddresses addresses, HubJson json) {
        this.api = api;
        this.addresses = addresses;
        this.json = json;
    }

    /** The fields that are used of the Hub's response about a repository. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RepoInfo(
            @Nullable String sha,
            @Nullable List<@Nullable Sibling> siblings,
            @Nullable JsonNode cardData,
            @Nullable JsonNode tags) {}

    /** A file in that response. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Sibling(
            @Nullable String rfilename,
            @Nullable Long size,
            @Nullable String blobId,
            @Nullable SiblingLfs lfs,
            @Nullable String xetHash) {}

    /** The content of an LFS file in that response. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record SiblingLfs(@Nullable String sha256, @Nullable Long size) {}

    /** An entry of the tree. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TreeEntry(
            @Nullable String type,
            @Nullable String path,
            @Nullable Long size,
            @Nullable String oid,
            @Nullable TreeLfs lfs,
            @Nullable String xetHash) {}

    /** The content of an LFS file in the tree. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TreeLfs(@Nullable String oid, @Nullable Long size) {}

    /** A page of the tree, and the query of the next page. */
    private record TreePage(TreeEntry[] entries, Optional<String> nextQuery) {}

    Listing of(RepoId repo, Revision revision) throws IOException {
        URI address = addresses.revision(repo, revision);
        RepoInfo info = api.call(address, response -> json.read(response, RepoInfo.class));
        CommitHash commit = commit(info, revision);
        Optional<List<RepoFile>> files = files(info);
        List<RepoFile> all = files.isPresent() ? files.get() : tree(repo, commit);
        return checked(new Listing(commit, all, Licenses.declared(info.cardData(), info.tags())));
    }

    private static CommitHash commit(RepoInfo info, Revision revision) throws SourceException {
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
        List<@Nullable Sibling> siblings = info.siblings();
        if (siblings == null || siblings.isEmpty() || siblings.size() >= MAX_RELIABLE_LIST) {
            return Optional.empty();
        }
        var files = new ArrayList<RepoFile>(siblings.size());
        for (Sibling sibling : siblings) {
            if (sibling == null || sibling.rfilename() == null || sibling.size() == null || sibling.blobId() == null) {
                return Optional.empty();
            }
            SiblingLfs lfs = sibling.lfs();
            if (lfs != null && lfs.sha256() == null) {
                return Optional.empty();
            }
            files.add(file(
                    sibling.rfilename(),
                    sibling.size(),
                    sibling.blobId(),
                    lfs == null ? null : lfs.sha256(),
                    lfs == null ? null : lfs.size(),
                    sibling.xetHash()));
        }
        return Optional.of(files);
    }

    private List<RepoFile> tree(RepoId repo, CommitHash commit) throws IOException {
        var files = new ArrayList<RepoFile>();
        var visited = new HashSet<URI>();
        int entries = 0;
        Optional<URI> page = Optional.of(addresses.tree(repo, commit));
        while (page.isPresent()) {
            if (!visited.add(page.get())) {
                throw HubJson.malformed("the Hub's list of files leads back to an earlier page", null);
            }
            // Parsed completely before it is used, since a page that breaks off is requested again.
            TreePage found = api.call(
                    page.get(), response -> new TreePage(json.read(response, TreeEntry[].class), nextQuery(response)));
            if (found.entries().length == 0 && found.nextQuery().isPresent()) {
                throw HubJson.malformed("the Hub's list goes on after an empty page", null);
            }
            entries += found.entries().length;
            for (TreeEntry entry : found.entries()) {
                addFile(files, entry);
            }
            if (entries > MAX_ENTRIES) {
                throw HubJson.malformed("the Hub's list has more than " + MAX_ENTRIES + " files and folders", null);
            }
            // A mirror may pass on links to the Hub. Only their query is used, with the address of the mirror.
            page = found.nextQuery().map(query -> addresses.tree(repo, commit, query));
        }
        return files;
    }

    private static void addFile(List<RepoFile> files, @Nullable TreeEntry entry) throws SourceException {
        if (entry == null || !"file".equals(entry.type())) {
            return;
        }
        if (entry.path() == null || entry.size() == null || entry.oid() == null) {
            throw HubJson.malformed("the Hub's list has a file without a path, a size or a hash", null);
        }
        TreeLfs lfs = entry.lfs();
        if (lfs != null && lfs.oid() == null) {
            throw HubJson.malformed("the Hub's list has a large file without a hash", null);
        }
        files.add(file(
                entry.path(),
                entry.size(),
                entry.oid(),
                lfs == null ? null : lfs.oid(),
                lfs == null ? null : lfs.size(),
                entry.xetHash()));
    }

    private static RepoFile file(
            String path,
            long size,
            String oid,
            @Nullable String sha256,
            @Nullable Long lfsSize,
            @Nullable String xetHash)
            throws SourceException {
        try {
            var lfs = sha256 == null ? null : new RepoFile.Lfs(sha256, lfsSize == null ? size : lfsSize);
            String xet = xetHash != null && xetHash.matches("[0-9a-f]{64}") ? xetHash : null;
            return new RepoFile(path, size, oid, lfs, xet);
        } catch (InvalidValueException e) {
            throw HubJson.malformed("the Hub's list is wrong: " + e.getMessage(), e);
        }
    }

    /** Each path once. Paging may repeat a file, but with the same size and hash. */
    private static Listing checked(Listing listing) throws SourceException {
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
