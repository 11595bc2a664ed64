package io.github.hfmodels.testhub;

import java.io.IOException;

/** Answers the requests of one server. */
interface Handler {
    Response answer(Request request) throws IOException;
}
