package io.github.hfmodels.model;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a page of a source's web site.
 *
 * @param source whose page it is
 * @param segments its path below the base address, percent-encoded; none of them is empty
 * @param query what follows the question mark; null for none
 */
record PageAddress(
        SourceId source, List<String> segments, @Nullable String query) {

    /**
     * How well a page fits a base address.
     *
     * @param isSameServer whether the port is the same, too
     * @param prefix how much of the page's path is that of the base address; -1 where it is not below the base address
     */
    private record Fit(SourceId source, boolean isSameServer, int prefix) {

        static final Comparator<Fit> ORDER =
                Comparator.comparing(Fit::isSameServer).thenComparing(Fit::prefix);
    }

    /**
     * Finds out whose page it is.
     *
     * @param address the text with a scheme
     * @throws InvalidValueException when it is no address, or not one of a source
     */
    static PageAddress of(CoordinateText text, String address, SourceEndpoints endpoints) {
        URI page;
        try {
            page = URI.create(address.replace(" ", "%20"));
        } catch (IllegalArgumentException e) {
            throw text.malformed("it is not a web address");
        }
        String path = CoordinateText.strip(page.getRawPath());
        Fit fit = fit(text, page, path, endpoints);
        List<String> segments = Arrays.stream(
                        path.substring(Math.max(0, fit.prefix())).split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        return new PageAddress(fit.source(), segments, page.getRawQuery());
    }

    private static Fit fit(CoordinateText text, URI page, String path, SourceEndpoints endpoints) {
        String host = Authority.of(page).map(Authority::host).orElse("");
        // A public site's page is that source's, whatever the endpoints are of others.
        for (SourceId source : SourceId.values()) {
            if (source.publicHosts().contains(host)) {
                return best(source, page, path, endpoints).orElse(new Fit(source, true, 0));
            }
        }
        var fits = new ArrayList<Fit>();
        UserException mistake = null;
        for (SourceId source : SourceId.values()) {
            try {
                best(source, page, path, endpoints).ifPresent(fits::add);
            } catch (UserException e) {
                // Where the page is another source's, this one may be of no use.
                mistake = e;
            }
        }
        fits.sort(Fit.ORDER.reversed());
        if (fits.isEmpty()) {
            if (mistake != null) {
                throw mistake;
            }
            throw text.malformed("its host is not huggingface.co, modelscope.cn or that of an endpoint");
        }
        if (fits.size() > 1 && Fit.ORDER.compare(fits.get(0), fits.get(1)) == 0) {
            return ofPath(text, path, fits);
        }
        return fits.get(0);
    }

    /** Of sources whose endpoints fit a page equally well: ModelScope's pages of models have a folder of their own, the Hub's have none. */
    private static Fit ofPath(CoordinateText text, String path, List<Fit> fits) {
        String below =
                CoordinateText.strip(path.substring(Math.max(0, fits.get(0).prefix())));
        if (below.equals("datasets") || below.startsWith("datasets/")) {
            throw text.malformed("it may be a page of either source; write hf://owner/name or modelscope://owner/name");
        }
        SourceId source = below.startsWith("models/") ? SourceId.MODELSCOPE : SourceId.HUGGING_FACE;
        return fits.stream().filter(fit -> fit.source() == source).findFirst().orElseThrow();
    }

    private static Optional<Fit> best(SourceId source, URI page, String path, SourceEndpoints endpoints) {
        return endpoints.of(source).stream()
                .flatMap(endpoint -> fit(source, page, path, endpoint).stream())
                .max(Fit.ORDER);
    }

    private static Optional<Fit> fit(SourceId source, URI page, String path, URI endpoint) {
        Optional<Authority> server = Authority.of(page);
        String base = CoordinateText.strip(endpoint.getRawPath());
        return Authority.of(endpoint)
                .filter(other ->
                        server.isPresent() && other.host().equals(server.get().host()))
                .map(other -> new Fit(source, port(page) == port(endpoint), prefix(base, path)));
    }

    private static int prefix(String base, String path) {
        return base.isEmpty() || path.startsWith(base + "/") ? base.length() : -1;
    }

    private static int port(URI address) {
        int port = Authority.of(address).map(Authority::port).orElse(-1);
        return port < 0 ? Authority.defaultPort(address.getScheme()) : port;
    }
}
