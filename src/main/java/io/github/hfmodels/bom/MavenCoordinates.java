package io.github.hfmodels.bom;

/**
 * A project as Maven names it.
 *
 * @param packaging such as {@code jar}
 */
public record MavenCoordinates(String groupId, String artifactId, String version, String packaging) {}
