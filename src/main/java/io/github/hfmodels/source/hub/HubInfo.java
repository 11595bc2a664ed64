package io.github.hfmodels.source.hub;

import io.github.hfmodels.http.HttpStatusException;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceException.Kind;
import io.github.hfmodels.source.http.ServerJson;
import io.github.hfmodels.transfer.ApiClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Asks for a commit's card and security scan, once for all selections of its files. Servers that have no scan say nothing of it. */
final class HubInfo {

    private static final Log LOG = Log.of(HubInfo.class);

    private static final int FORBIDDEN = 403;

    private final ApiClient api;
    private final HubAddresses addresses;
    private final ServerJson json;
    private final HubFailures failures;
    private final RouteMemory memory;
    /** By repository and commit. */
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    HubInfo(ApiClient api, HubAddresses addresses, ServerJson json, HubFailures failures, RouteMemory memory) {
        this.api = api;
        this.addresses = addresses;
        this.json = json;
        this.failures = failures;
        this.memory = memory;
    }

    /**
     * What was said of a commit.
     *
     * @param info all but the scan
     * @param security the scan of all files; null where nothing was said of it
     */
    private record Answer(ModelInfo info, @Nullable SecurityStatus security) {}

    /**
     * What the server says of a commit.
     *
     * @param paths the files whose scan is asked for
     * @throws SourceException when the server does not answer, or refuses the repository
     */
    ModelInfo of(RepoId repo, CommitHash commit, List<String> paths) throws SourceException {
        var revision = new Revision(commit.hex());
        try {
            String key = repo + "@" + commit;
            Answer answer = answers.get(key);
            if (answer == null) {
                answer = answer(repo, revision);
                answers.put(key, answer);
            }
            ModelInfo info = answer.info();
            return new ModelInfo(
                    info.license(), info.card(), scans(repo, commit, paths, answer.security()), info.hasCard());
        } catch (IOException e) {
            throw failures.ofListing(e, repo, revision);
        }
    }

    private Answer answer(RepoId repo, Revision commit) throws IOException {
        RepoInfo info = info(repo, commit);
        return info == null ? new Answer(ModelInfo.EMPTY, null) : new Answer(info.info(), info.security());
    }

    /** Returns null when the server has no route that says anything of a commit. */
    private @Nullable RepoInfo info(RepoId repo, Revision commit) throws IOException {
        var routes = new InfoRoutes(api, addresses, json, memory);
        if (routes.areLacking(repo)) {
            return null;
        }
        if (!memory.lacks(repo.type(), Route.SCAN)) {
            try {
                RepoInfo info = api.call(
                        addresses.revisionWithScan(repo, commit), response -> json.read(response, RepoInfo::read));
                HubListing.commit(info, commit);
                return info;
            } catch (IOException e) {
                if (!Route.isRefused(e) && !Route.isFailing(e)) {
                    throw e;
                }
            }
        }
        try {
            RepoInfo info = routes.of(repo, commit);
            memory.noteLack(repo.type(), Route.SCAN);
            return info;
        } catch (IOException e) {
            boolean isLacking = Route.isRefused(e)
                    || (e instanceof SourceException known && known.kind() == Kind.REVISION_NOT_FOUND);
            if (!isLacking || (e instanceof HttpStatusException status && status.status() == FORBIDDEN)) {
                throw e;
            }
            LOG.debug("{}: the server says nothing of a commit but its files: {}", repo, e.toString());
            return null;
        }
    }

    /** @param security what the server says of all files; null when it says nothing */
    private Map<String, ScanVerdict> scans(
            RepoId repo, CommitHash commit, List<String> paths, @Nullable SecurityStatus security) throws IOException {
        Map<String, ScanVerdict> issues = security == null ? Map.of() : security.issues();
        boolean isDone = security != null && security.isDone();
        Map<String, ScanVerdict> each = isDone ? Map.of() : ofEach(repo, commit, paths, security != null);
        var scans = new HashMap<String, ScanVerdict>();
        if (security != null || !each.isEmpty()) {
            ScanVerdict otherwise = isDone ? ScanVerdict.SAFE : ScanVerdict.UNSCANNED;
            for (String path : paths) {
                ScanVerdict verdict = each.getOrDefault(path, otherwise);
                scans.put(path, SecurityStatus.worse(verdict, issues.getOrDefault(path, verdict)));
            }
        }
        return scans;
    }

    /** @param isScanning whether the server has a scan, so that a file of which it says nothing counts as not scanned */
    private Map<String, ScanVerdict> ofEach(RepoId repo, CommitHash commit, List<String> paths, boolean isScanning)
            throws IOException {
        if (memory.lacks(repo.type(), Route.PATHS_INFO)) {
            return Map.of();
        }
        try {
            return new PathsInfo(api, addresses, json).scans(repo, commit, paths);
        } catch (IOException e) {
            // If it fails now, it may know of a file in which something was found.
            if (!Route.isRefused(e) && (isScanning || !Route.isFailing(e))) {
                throw e;
            }
            LOG.debug("{}: the server says nothing of the scan of files: {}", repo, e.toString());
            return Map.of();
        }
    }
}
