package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.Credentials.Headers;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cookie in which older servers look for the token, and newer ones do not mind it. */
final class SessionCookie {

    private static final String COOKIE = "Cookie";
    private static final String NAME = "m_session_id=";

    /** A token that a cookie can have. */
    private static final Pattern BEARER = Pattern.compile("(?i)bearer\\s+([!-~&&[^\",;\\\\]]+)");

    private SessionCookie() {}

    /** The same credentials, with the cookie beside the header if there is a token. */
    static Credentials with(Credentials credentials) {
        Authorization authorization = credentials.authorization();
        if (authorization == null) {
            return credentials;
        }
        Matcher token = BEARER.matcher(authorization.headerValue().strip());
        if (!token.matches()) {
            return credentials;
        }
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.putAll(credentials.headers().fields());
        fields.merge(COOKIE, NAME + token.group(1), (settings, own) -> settings + "; " + own);
        return new Credentials(
                credentials.origin(),
                credentials.path(),
                credentials.otherPaths(),
                authorization,
                new Headers(fields, credentials.headers().foundIn()),
                credentials.lookup());
    }
}
