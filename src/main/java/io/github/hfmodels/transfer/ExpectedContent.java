package io.github.hfmodels.transfer;

import io.github.hfmodels.model.Digest;
import java.net.URI;

/**
 * A content as the listing promises it.
 *
 * @param address where it is to be had
 * @param digest its digest
 * @param size its length in bytes
 * @param pastCaches whether caches on the way are to ask again themselves
 */
record ExpectedContent(URI address, Digest digest, long size, boolean bypassCaches) {}
