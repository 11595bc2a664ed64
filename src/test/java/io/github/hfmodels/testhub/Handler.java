package io.github.hfmodels.testhub;

import java.io.IOException;

/** Answers the requests of one server. */
@FunctionalInterface
public interface Handler {
    Response answer(Request request) throws IOException;
}
