package io.github.hfmodels.testproxy;

/**
 * A request as a proxy saw it.
 *
 * @param method {@code CONNECT} for a tunnel, of whose content the proxy sees nothing
 * @param target host and port of a tunnel, else the whole address
 * @param status what the proxy answered; for a request passed on, the server's answer
 * @param hasLogin whether it came with a login, right or wrong
 */
public record ProxiedRequest(String method, String target, int status, boolean hasLogin) {}
