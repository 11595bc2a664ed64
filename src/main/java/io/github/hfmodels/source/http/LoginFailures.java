package io.github.hfmodels.source.http;

import io.github.hfmodels.http.Credentials;
import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advice.Action;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains refusals of repository managers, which want a login where a source wants a token. */
public final class LoginFailures {

    private static final Pattern BASIC = Pattern.compile("(?i)(?<![\\w-])basic(?![\\w-])");
    private static final Pattern BEARER = Pattern.compile("(?i)(?<![\\w-])bearer(?![\\w-])");

    private LoginFailures() {}

    /** Whether a server refuses what was sent, or that nothing was, and wants a login. The Hub says otherwise why it refuses. */
    public static boolean isOne(HttpStatusException failure) {
        boolean isRefusal = failure.status() == 401 || failure.status() == 403;
        String challenges = failure.header("WWW-Authenticate").orElse("");
        boolean isHubs = failure.header("X-Error-Code").isPresent()
                || failure.header("X-Error-Message").isPresent();
        return isRefusal
                && (BASIC.matcher(challenges).find()
                        || (!isHubs
                                && !challenges.isEmpty()
                                && !BEARER.matcher(challenges).find()));
    }

    /** @param sendsCredentials whether credentials may be sent to the endpoint, so that there is no plain http */
    public static SourceException of(HttpStatusException failure, Credentials credentials, boolean sendsCredentials) {
        String host = Printable.of(failure.host());
        var logIn = new Advice(Action.LOG_IN, credentials.lookup().serverId());
        @Nullable Authorization known = credentials.authorization();
        if (known == null || !sendsCredentials) {
            return new SourceException(
                    Kind.FORBIDDEN,
                    host + " wants a login" + ErrorText.of(failure),
                    known == null ? logIn : Advice.of(useHttps(known)),
                    failure,
                    known == null);
        }
        boolean isLogin = BASIC.matcher(known.headerValue()).lookingAt();
        return new SourceException(
                Kind.FORBIDDEN,
                host + (isLogin ? " refuses the login" : " refuses the token, and wants a login") + " (from "
                        + known.foundIn() + ")" + ErrorText.of(failure),
                isLogin ? Advice.of("check user name and password") : logIn,
                failure);
    }

    /** What to do where a credential is known and not sent. */
    public static String useHttps(Authorization known) {
        return "use https, since the token (from " + known.foundIn() + ") is not sent over plain http";
    }
}
