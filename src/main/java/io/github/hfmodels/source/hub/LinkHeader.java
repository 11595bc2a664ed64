package io.github.hfmodels.source.hub;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The header {@code Link} of RFC 8288, as far as paging needs it. */
final class LinkHeader {

    private static final Pattern LINK =
            Pattern.compile("<([^>]*)>((?:\\s*;\\s*[\\w*-]+\\s*(?:=\\s*(?:\"[^\"]*\"|'[^']*'|[^,;\\s]*))?)*)");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([\\w*-]+)\\s*(?:=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^,;\\s]*)))?");

    private LinkHeader() {}

    /** Where the link to the next page leads; empty when there is none. */
    static Optional<String> next(String header) {
        Matcher link = LINK.matcher(header);
        while (link.find()) {
            if (isNext(link.group(2))) {
                return Optional.of(link.group(1));
            }
        }
        return Optional.empty();
    }

    private static boolean isNext(String parameters) {
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            String relations = Stream.of(parameter.group(2), parameter.group(3), parameter.group(4))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("");
            if (parameter.group(1).equalsIgnoreCase("rel")
                    && List.of(relations.toLowerCase(Locale.ROOT).split("\\s+")).contains("next")) {
                return true;
            }
        }
        return false;
    }
}
