package io.github.hfmodels.testhub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Answers listings of a commit's files, page by page, and questions about single paths. */
final class TreeAnswers {
    private static final int EXPANDED_PAGE_SIZE = 50;
    private static final String CURSOR_START = "at:";

    private final Catalog catalog;
    private final String origin;

    /** Links to next pages are absolute and start with {@code origin}. */
    TreeAnswers(Catalog catalog, String origin) {
        this.catalog = catalog;
        this.origin = origin;
    }

    Response tree(Request request, TestRepository repository, RepoAddress address) {
        Optional<TestCommit> found = repository.find(address.revision());
        if (found.isEmpty()) {
            return HubErrors.noSuchRevision(address.revision());
        }
        TestCommit commit = found.get();
        boolean recursive = request.hasFlag("recursive");
        boolean expand = request.hasFlag("expand");
        List<TreeNode> nodes = commit.nodes().stream()
                .filter(node -> node.isBelow(address.path(), recursive))
                .toList();
        if (nodes.isEmpty() && !address.path().isEmpty()) {
            return HubErrors.noSuchEntry();
        }
        int pageSize = expand ? Math.min(EXPANDED_PAGE_SIZE, catalog.pageSize()) : catalog.pageSize();
        int start = cursor(request.queryParameters());
        int end = Math.min(nodes.size(), start + pageSize);
        List<Object> page = new ArrayList<>();
        nodes.subList(Math.min(start, end), end).forEach(node -> page.add(node.json(commit, expand)));
        if (end < nodes.size()) {
            return Response.json(200, page).header("Link", next(request, recursive, expand, end));
        }
        if (address.path().isEmpty()) {
            commit.rawListing().forEach(json -> page.add(new Json.Verbatim(json)));
        }
        return Response.json(200, page);
    }

    Response pathsInfo(Request request, TestRepository repository, String revision) {
        Optional<TestCommit> commit = repository.find(revision);
        if (commit.isEmpty()) {
            return HubErrors.noSuchRevision(revision);
        }
        Map<String, List<String>> form = request.formParameters();
        Set<String> paths = new HashSet<>(form.getOrDefault("paths", List.of()));
        boolean expand = form.getOrDefault("expand", List.of()).stream().anyMatch("true"::equalsIgnoreCase);
        Stream<TreeNode> nodes = commit.get().nodes().stream().filter(node -> paths.contains(node.path()));
        return Response.json(
                200, nodes.map(node -> node.json(commit.get(), expand)).toList());
    }

    private String next(Request request, boolean recursive, boolean expand, int position) {
        String cursor =
                Base64.getEncoder().encodeToString((CURSOR_START + position).getBytes(StandardCharsets.US_ASCII));
        return "<" + origin + request.path() + "?recursive=" + recursive + "&expand=" + expand + "&cursor="
                + Percent.encode(cursor) + ">; rel=\"next\"";
    }

    private static int cursor(Map<String, List<String>> parameters) {
        List<String> cursors = parameters.getOrDefault("cursor", List.of());
        if (cursors.isEmpty()) {
            return 0;
        }
        String decoded = new String(Base64.getDecoder().decode(cursors.get(0)), StandardCharsets.US_ASCII);
        return Integer.parseInt(decoded.substring(CURSOR_START.length()));
    }
}
