package io.github.hfmodels.model;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Models at ModelScope as text: URIs in the form that those of the Hub have, and pages of its web site. */
final class ModelScopeCoordinates {

    static final String SCHEME = "modelscope://";

    private static final Set<String> OTHER_TYPES = Set.of("collections", "mcp", "skills", "studios");

    /** Pages of a whole repository. */
    private static final Set<String> TABS = Set.of("files", "summary");

    /** What such a page would say of a revision or a file is not known. */
    private static final Pattern QUERY_WITH_MORE =
            Pattern.compile("(?i)(?:^|&)(?:revision|version|file_?(?:name|path))=");

    private ModelScopeCoordinates() {}

    /** @param location what follows the scheme */
    static ModelCoordinates ofUri(CoordinateText text, String location) {
        return text.uri(SourceId.MODELSCOPE, location, OTHER_TYPES);
    }

    /**
     * @param segments the page's path below the base address, as it is in the address; none of them is empty
     * @param query what follows the question mark; null for none
     */
    static ModelCoordinates ofPage(CoordinateText text, List<String> segments, @Nullable String query) {
        RepoType type =
                segments.isEmpty() ? null : RepoType.ofPlural(segments.get(0)).orElse(null);
        if (type != RepoType.MODEL && type != RepoType.DATASET) {
            throw text.malformed("it is not the page of a model or a dataset");
        }
        if (segments.size() < 3) {
            throw text.malformed("it names no repository");
        }
        if (query != null && QUERY_WITH_MORE.matcher(query).find()) {
            throw text.malformed("its query names a revision or a file; write modelscope://owner/name@revision/path");
        }
        var repo = new RepoId(SourceId.MODELSCOPE, type, segments.get(1) + "/" + segments.get(2));
        List<String> rest = segments.subList(3, segments.size());
        if (rest.isEmpty() || (rest.size() == 1 && TABS.contains(rest.get(0)))) {
            return new ModelCoordinates(repo, null, null, false);
        }
        int route = rest.size() > 3 && rest.subList(0, 2).equals(List.of("file", "view"))
                ? 2
                : rest.size() > 1 && Set.of("resolve", "tree").contains(rest.get(0)) ? 1 : 0;
        if (route == 0) {
            throw text.malformed("it is not the page of a repository, a folder or a file");
        }
        return text.page(repo, rest.subList(route, rest.size()));
    }
}
