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
 * Asks the Hub what a revision holds. One call normally says it all; where that call's list cannot be relied on, the
 * paged tree does.
 */
final class HubListing {

    /** At this length the Hub cuts the list off; huggingface_hub distrusts it from there on as well. */
    private static final int MAX_RELIABLE_LIST = 50_000;

    private static final int MAX_ENTRIES = 1_000_000;

    private final ApiClient questions;
    private final HubAddresses addresses;
    private final HubJson json;

    HubListing(ApiClient questions, HubAddresses addresses, HubJson json) {
        this.questions = questions;
        this.addresses = addresses;
        this.json = json;
    }

    /** The part of the Hub's answer about a repository that is of use here. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RepoInfo(
            @Nullable String sha,
            @Nullable List<@Nullable Sibling> siblings,
            @Nullable JsonNode cardData,
            @Nullable JsonNode tags) {}

    /** A file in that answer. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Sibling(
            @Nullable String rfilename,
            @Nullable Long size,
            @Nullable String blobId,
            @Nullable SiblingLfs lfs,
            @Nullable String xetHash) {}

    /** What that answer says of an LFS file's content. */
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

    /** What the tree says of an LFS file's content. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TreeLfs(@Nullable String oid, @Nullable Long size) {}

    /** A page of the tree, and the query that leads to the next. */
    private record TreePage(TreeEntry[] entries, Optional<String> nextQuery) {}

    Listing of(RepoId repo, Revision revision) throws IOException {
        URI address = addresses.revision(repo, revision);
        RepoInfo info = questions.ask(address, answer -> json.read(answer, RepoInfo.class));
        CommitHash commit = commit(info, revision);
        Optional<List<RepoFile>> files = files(info);
        List<RepoFile> all = files.isPresent() ? files.get() : tree(repo, commit);
        return checked(new Listing(commit, all, Licenses.declared(info.cardData(), info.tags())));
    }

    private static CommitHash commit(RepoInfo info, Revision revision) throws SourceException {
        if (info.sha() == null || !CommitHash.isCommitHash(info.sha())) {
            throw HubJson.malformed(
                    "the Hub's answer names no commit"
                            + (info.sha() == null ? "" : ": '" + Printable.of(info.sha()) + "'"),
                    null);
        }
        if (revision.isCommit() && !revision.name().equals(info.sha())) {
            throw HubJson.malformed("the Hub answered with commit " + info.sha() + " when asked for " + revision, null);
        }
        return new CommitHash(info.sha());
    }

    /** The files in the answer; empty when it lacks some, or their hashes. */
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
        var asked = new HashSet<URI>();
        int entries = 0;
        Optional<URI> page = Optional.of(addresses.tree(repo, commit));
        while (page.isPresent()) {
            if (!asked.add(page.get())) {
                throw HubJson.malformed("the Hub's list of files leads back to a page that it gave before", null);
            }
            // Parsed whole before any of it counts, since a page that breaks off is asked for again.
            TreePage found = questions.ask(
                    page.get(), answer -> new TreePage(json.read(answer, TreeEntry[].class), nextQuery(answer)));
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
            // Mirrors pass on links that name the Hub: only the query is followed, at the endpoint that was asked.
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

    /** Each path once: repeated by paging it is one file, with another size or hash it is nonsense. */
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

    private static Optional<String> nextQuery(HttpResponse answer) throws SourceException {
        Optional<String> next = answer.header("Link").flatMap(LinkHeader::next);
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
