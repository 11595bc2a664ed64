package io.github.hfmodels.bom;

import io.github.hfmodels.describe.Website;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.SourceId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Package URLs, by which tools know components.
 *
 * @see <a href="https://github.com/package-url/purl-spec">purl-spec</a>
 */
final class PackageUrls {

    private static final String UNRESERVED = "-._~";

    private PackageUrls() {}

    /** As cyclonedx-maven-plugin has a project, so that its bill of materials and this one can be merged. */
    static String of(MavenCoordinates project) {
        return "pkg:maven/" + encoded(project.groupId()) + "/" + encoded(project.artifactId()) + "@"
                + encoded(project.version()) + "?type=" + encoded(project.packaging());
    }

    /** A repository at a commit. Only models of the Hub have a type of their own; all else is known by its git repository. */
    static String of(RepoId repo, CommitHash commit) {
        return isHubModel(repo)
                ? of(repo) + "@" + commit
                : "pkg:generic/" + repo.id() + "@" + commit + "?vcs_url=git%2B" + Website.git(repo) + "%40" + commit;
    }

    /** A model of the Hub, whatever its commit. */
    static String of(RepoId hubModel) {
        return "pkg:huggingface/" + hubModel.id();
    }

    static boolean isHubModel(RepoId repo) {
        return repo.source() == SourceId.HUGGING_FACE && repo.type() == RepoType.MODEL;
    }

    private static String encoded(String text) {
        var encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean isAlphanumeric = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (isAlphanumeric || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Integer.toHexString(0x100 | c).substring(1).toUpperCase(Locale.ROOT));
            }
        }
        return encoded.toString();
    }
}
