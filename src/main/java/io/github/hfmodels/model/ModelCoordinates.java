package io.github.hfmodels.model;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model written as text: {@code owner/name[@revision]}, a URI <code>hf://[type/]owner/name[@revision][/path]</code> or
 * {@code modelscope://…} in the same form, or the address of a page of the Hub or of ModelScope.
 *
 * @param repo the repository
 * @param revision the revision; null where none is named
 * @param path a file or folder within the repository; null where none is named
 * @param isPlain whether the text names neither source nor type, so that something else may; the repository is then a model of the Hub
 */
public record ModelCoordinates(
        RepoId repo, @Nullable Revision revision, @Nullable String path, boolean isPlain) {

    /**
     * @param text what the user wrote
     * @param endpoints the base addresses of the sources in use, whose pages are accepted like those of the public sites
     * @throws InvalidValueException when the text has none of these forms; the message says what was expected
     * @throws UserException when it is the address of a page, and the endpoints are configured wrongly
     */
    public static ModelCoordinates parse(String text, SourceEndpoints endpoints) {
        if (text.isEmpty()) {
            throw new InvalidValueException(
                    "it is empty; expected owner/name, owner/name@revision, hf://… or modelscope://…");
        }
        var coordinates = new CoordinateText(text);
        if (text.startsWith(HubCoordinates.SCHEME)) {
            return HubCoordinates.ofUri(coordinates, text.substring(HubCoordinates.SCHEME.length()));
        }
        if (text.startsWith(ModelScopeCoordinates.SCHEME)) {
            return ModelScopeCoordinates.ofUri(coordinates, text.substring(ModelScopeCoordinates.SCHEME.length()));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https://") || lower.startsWith("http://")) {
            return ofPage(coordinates, text, endpoints);
        }
        boolean isOfPublicSite = Arrays.stream(SourceId.values())
                .flatMap(source -> source.publicHosts().stream())
                .anyMatch(host -> lower.startsWith(host + "/"));
        return isOfPublicSite ? ofPage(coordinates, "https://" + text, endpoints) : plain(text);
    }

    private static ModelCoordinates ofPage(CoordinateText text, String address, SourceEndpoints endpoints) {
        PageAddress page = PageAddress.of(text, address, endpoints);
        return switch (page.source()) {
            case HUGGING_FACE -> HubCoordinates.ofPage(text, page.segments());
            case MODELSCOPE -> ModelScopeCoordinates.ofPage(text, page.segments(), page.query());
        };
    }

    private static ModelCoordinates plain(String text) {
        int at = text.indexOf('@');
        String id = at < 0 ? text : text.substring(0, at);
        int slash = id.indexOf('/');
        if (slash >= 0 && RepoType.ofPlural(id.substring(0, slash)).isPresent()) {
            String printable = Printable.of(text);
            throw new InvalidValueException("'" + printable + "' begins with a repository type; write hf://" + printable
                    + ", or modelscope://" + printable);
        }
        RepoId repo = new RepoId(RepoType.MODEL, id);
        return new ModelCoordinates(repo, at < 0 ? null : new Revision(text.substring(at + 1)), null, true);
    }
}
