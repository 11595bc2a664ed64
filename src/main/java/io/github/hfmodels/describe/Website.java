package io.github.hfmodels.describe;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.HubRoutes;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import org.jspecify.annotations.Nullable;

/** The public addresses of repositories, whichever mirror a build uses. No address needs percent-encoding, since ids do not. */
public final class Website {

    private static final String HUB = "https://huggingface.co/";
    private static final String MODEL_SCOPE = "https://www.modelscope.cn/";

    private Website() {}

    /** The repository's page. */
    public static String page(RepoId repo) {
        return isOfHub(repo)
                ? HUB + HubRoutes.page(repo)
                : MODEL_SCOPE + repo.type().plural() + "/" + repo.id();
    }

    /** Where git clones it from. */
    public static String git(RepoId repo) {
        return isOfHub(repo) ? page(repo) : MODEL_SCOPE + repo.type().addressPrefix() + repo.id() + ".git";
    }

    /** The page of its files at a commit; null where it is not known. */
    public static @Nullable String files(RepoId repo, CommitHash commit) {
        return isOfHub(repo) ? page(repo) + "/tree/" + commit : null;
    }

    /** The page of who has published it; null where it is not known. */
    public static @Nullable String owner(RepoId repo) {
        return isOfHub(repo) ? HUB + repo.owner() : null;
    }

    private static boolean isOfHub(RepoId repo) {
        return repo.source() == SourceId.HUGGING_FACE;
    }
}
