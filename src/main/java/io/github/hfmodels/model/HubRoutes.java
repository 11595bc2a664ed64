package io.github.hfmodels.model;

/**
 * Where a Hub has what belongs to a repository: paths below its base address, without percent-encoding. A mirror folder has repositories
 * of other sources in the same way, below the source's word.
 */
public final class HubRoutes {

    private HubRoutes() {}

    /** Below it is what the Hub's API says of the repository. */
    public static String api(RepoId repo) {
        return folder(repo) + "api/" + repo.type().plural() + "/" + repo.id();
    }

    /** The repository's web page. */
    public static String page(RepoId repo) {
        return folder(repo) + repo.type().addressPrefix() + repo.id();
    }

    private static String folder(RepoId repo) {
        return repo.source() == SourceId.HUGGING_FACE ? "" : repo.source().word() + "/";
    }

    /** Below it, under the name of each revision, is what the Hub says of the repository there. */
    public static String revisions(RepoId repo) {
        return api(repo) + "/revision";
    }

    /** Below it, under the hash of each commit, are the commit's files. */
    public static String contents(RepoId repo) {
        return page(repo) + "/resolve";
    }
}
