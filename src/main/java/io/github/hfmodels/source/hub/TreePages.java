package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.HttpResponse;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoPath;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.http.FileList;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.transfer.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a commit's files. Some servers cannot go beyond the first page: they give it again, with a next one, for ever. Larger
 * pages may help there, else smaller lists, folder by folder. Used for one list.
 */
final class TreePages {

    private static final Log LOG = Log.of(TreePages.class);

    private static final String ALL = "recursive=true&expand=false";
    private static final String ALL_IN_LARGE_PAGES = ALL + "&limit=10000";
    private static final String ONE_FOLDER = "expand=false";

    private static final int MAX_ENTRIES = 1_000_000;

    /** The Hub has a thousand entries on a page; some servers have fewer. */
    private static final int MAX_PAGES = 2_000;

    private final ApiClient api;
    private final HubAddresses addresses;
    private final ServerJson json;
    private final RepoId repo;
    private final CommitHash commit;

    private final FileList files = new FileList("the Hub's list");
    private final Set<String> folders = new LinkedHashSet<>();
    private int pages;
    private int entries;

    TreePages(ApiClient api, HubAddresses addresses, ServerJson json, RepoId repo, CommitHash commit) {
        this.api = api;
        this.addresses = addresses;
        this.json = json;
        this.repo = repo;
        this.commit = commit;
    }

    /** A page of the tree, and the query of the next page. */
    private record Page(List<@Nullable RepoEntry> entries, Optional<String> nextQuery) {}

    /**
     * Reads all files of the commit.
     *
     * @throws SourceException when the list is not one, or cannot be had as a whole
     * @throws IOException when the server refuses it or does not answer
     */
    List<RepoFile> read() throws IOException {
        var known = new HashSet<String>();
        if (readToTheEnd("", ALL, known) || readLargePages(known)) {
            // Some servers list the top folder alone.
            readFolders(foldersWithoutFiles());
        } else {
            LOG.debug("{}: the pages of the list repeat, listing folder by folder", repo);
            readFolders(List.of(""));
        }
        return files.all();
    }

    /** Whether larger pages have something that those before did not have, and come to an end. */
    private boolean readLargePages(Set<String> known) throws IOException {
        LOG.debug("{}: the pages of the list repeat, asking for larger ones", repo);
        int before = known.size();
        try {
            return readToTheEnd("", ALL_IN_LARGE_PAGES, known) && known.size() > before;
        } catch (IOException e) {
            if (!Route.isRefused(e) && !Route.isFailing(e)) {
                throw e;
            }
            return false;
        }
    }

    /** Reads folders and all below them. No folder is read twice, whatever the server calls one. */
    private void readFolders(Collection<String> roots) throws IOException {
        folders.clear();
        var read = new HashSet<>(roots);
        var pending = new ArrayDeque<>(roots);
        while (!pending.isEmpty()) {
            if (!readFolder(pending.remove())) {
                throw ServerJson.malformed(
                        "the Hub's list of files leads back to an earlier page, also folder by folder", null);
            }
            folders.stream().filter(read::add).forEach(pending::add);
            folders.clear();
        }
    }

    private boolean readFolder(String folder) throws IOException {
        try {
            if (!folder.isEmpty()) {
                // As a part of an address, another text could lead elsewhere.
                new RepoPath(folder);
            }
            return readToTheEnd(folder, ONE_FOLDER, new HashSet<>());
        } catch (InvalidValueException e) {
            throw ServerJson.malformed("the Hub's list has a folder that cannot be one: " + e.getMessage(), e);
        } catch (HttpStatusException e) {
            if (!Route.isRefused(e)) {
                throw e;
            }
            throw ServerJson.malformed(
                    "the Hub does not list the folder '" + Printable.of(folder) + "', which it has (" + e.status()
                            + ")",
                    e);
        }
    }

    /**
     * Reads the pages of a list.
     *
     * @param known the paths that were there already; those that are found are added
     * @return false when a page that has nothing new names a next one, so that the list is cut
     */
    private boolean readToTheEnd(String folder, String query, Set<String> known) throws IOException {
        Optional<String> next = Optional.of(query);
        while (next.isPresent()) {
            Page page = page(folder, next.get());
            next = page.nextQuery();
            if (!add(page, folder, known) && next.isPresent()) {
                return false;
            }
        }
        return true;
    }

    private Page page(String folder, String query) throws IOException {
        if (pages == MAX_PAGES) {
            throw ServerJson.malformed("the Hub's list has more than " + MAX_PAGES + " pages", null);
        }
        pages++;
        URI address;
        try {
            address = addresses.tree(repo, commit, folder, query);
        } catch (IllegalArgumentException e) {
            throw ServerJson.malformed("the Hub's list leads to something that is not an address", e);
        }
        // Parsed completely before it is used, since a page that breaks off is requested again.
        return api.call(address, response -> new Page(json.readList(response, RepoEntry::read), nextQuery(response)));
    }

    /** @return whether the page has something new */
    private boolean add(Page page, String folder, Set<String> known) throws SourceException {
        entries += page.entries().size();
        if (entries > MAX_ENTRIES) {
            throw ServerJson.malformed("the Hub's list has more than " + MAX_ENTRIES + " files and folders", null);
        }
        int before = known.size();
        for (RepoEntry entry : page.entries()) {
            if (entry == null) {
                continue;
            }
            RepoFile file = "file".equals(entry.type()) ? entry.file() : null;
            String path = entry.path();
            if (path == null) {
                continue;
            }
            if (!folder.isEmpty() && !path.startsWith(folder + "/")) {
                throw ServerJson.malformed(
                        "the Hub's list of the folder '" + Printable.of(folder) + "' has '" + Printable.of(path) + "'",
                        null);
            }
            known.add(path);
            if (file != null) {
                files.add(file);
            } else if ("directory".equals(entry.type())) {
                folders.add(path);
            }
        }
        return known.size() > before;
    }

    /** Git knows no empty folders. */
    private List<String> foldersWithoutFiles() {
        var paths = new TreeSet<String>();
        files.all().forEach(file -> paths.add(file.path()));
        return folders.stream()
                .filter(folder -> {
                    String first = paths.ceiling(folder + "/");
                    return first == null || !first.startsWith(folder + "/");
                })
                .toList();
    }

    /**
     * The query of the page that follows; empty behind the last one. A mirror may pass on links to the Hub, so only their query is used.
     *
     * @throws SourceException when the link is not one to a page
     */
    static Optional<String> nextQuery(HttpResponse response) throws SourceException {
        Optional<String> next = response.header("Link").flatMap(LinkHeader::next);
        if (next.isEmpty()) {
            return next;
        }
        int query = next.get().indexOf('?');
        if (query < 0) {
            throw ServerJson.malformed("the Hub's list goes on at an address without a query", null);
        }
        return Optional.of(next.get().substring(query + 1));
    }
}
