package io.github.hfmodels.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Models at the Hub as text. The grammar is huggingface_hub's {@code parse_hf_uri}, and legacy one-word ids in addition. */
final class HubCoordinates {

    static final String SCHEME = "hf://";

    private static final Set<String> OTHER_TYPES = Set.of("buckets", "kernels");
    private static final Set<String> FILE_ROUTES = Set.of("blame", "blob", "raw", "resolve", "tree");

    private HubCoordinates() {}

    /** @param location what follows the scheme */
    static ModelCoordinates ofUri(CoordinateText text, String location) {
        return text.uri(SourceId.HUGGING_FACE, location, OTHER_TYPES);
    }

    /** @param segments the page's path below the base address, as it is in the address; none of them is empty */
    static ModelCoordinates ofPage(CoordinateText text, List<String> segments) {
        if (segments.isEmpty()) {
            throw text.malformed("it names no repository");
        }
        text.rejectOtherType(segments.get(0), OTHER_TYPES);
        Optional<RepoType> type = RepoType.ofPlural(segments.get(0));
        return ofPage(
                text, type.orElse(RepoType.MODEL), type.isPresent() ? segments.subList(1, segments.size()) : segments);
    }

    private static ModelCoordinates ofPage(CoordinateText text, RepoType type, List<String> segments) {
        if (segments.isEmpty()) {
            throw text.malformed("it names no repository");
        }
        int idLength = segments.size() == 1 || FILE_ROUTES.contains(segments.get(1)) ? 1 : 2;
        String id = String.join("/", segments.subList(0, idLength));
        List<String> rest = segments.subList(idLength, segments.size());
        if (!rest.isEmpty() && !FILE_ROUTES.contains(rest.get(0))) {
            throw text.malformed("it is not the page of a repository, a folder or a file");
        }
        return rest.size() < 2
                ? text.location(SourceId.HUGGING_FACE, type, id)
                : text.page(new RepoId(type, id), rest.subList(1, rest.size()));
    }
}
