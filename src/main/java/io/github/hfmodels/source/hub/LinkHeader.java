package io.github.hfmodels.source.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code Link} of RFC 8288, as far as paging needs it. */
final class LinkHeader {

    private static final String PARAMETER = "\\s*+;\\s*+[\\w*-]++\\s*+(?:=\\s*+(?:\"[^\"]*\"|'[^']*'|[^,;\\s\"']*+))?+";

    /** A link with the relation {@code next}, alone or among others, after some other parameters. */
    private static final Pattern NEXT =
            Pattern.compile("(?i)<([^<>]*)>(?:" + PARAMETER + "){0,20}?\\s*+;\\s*+rel\\s*+=\\s*+"
                    + "(?:\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"|'(?:[^']*\\s)?next(?:\\s[^']*)?'|next(?=[,;\\s]|$))");

    private LinkHeader() {}

    /** The address of the next page; empty when there is none. */
    static Optional<String> next(String header) {
        return NEXT.matcher(header).results().findFirst().map(link -> link.group(1));
    }
}
