package io.github.hfmodels.source;

import java.net.URI;

/**
 * One of the places where a source has its models.
 *
 * @param address the base address
 * @param source asks it; it is closed by whoever asks several
 */
public record EndpointSource(URI address, ModelSource source) {}
