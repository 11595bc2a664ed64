package io.github.hfmodels.policy;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.describe.ModelDescriber;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.plan.ModelInfos;
import io.github.hfmodels.plan.SnapshotPlan;
import io.github.hfmodels.policy.PolicyRules.Basis;
import io.github.hfmodels.source.ModelInfo;
import io.github.hfmodels.source.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks planned models by the rules of policies: by what is known of them before they are downloaded, and by their contents after. Notes
 * what it has found, and which contents it has read. Not thread-safe.
 */
public final class PolicyCheck {

    private final List<Policy> policies;
    private final ModelInfos infos;
    private final SnapshotCache cache;
    private final List<Finding> findings = new ArrayList<>();
    /** By the keys of their requests. */
    private final Map<String, DescribedModel> models = new LinkedHashMap<>();
    /** The contents that were read, each for each request, since these may be told apart. */
    private final Set<String> read = new HashSet<>();

    private final Set<Path> absent = new HashSet<>();

    /** @param infos gives licences and scans, where a rule needs them */
    public PolicyCheck(List<Policy> policies, ModelInfos infos, SnapshotCache cache) {
        this.policies = List.copyOf(policies);
        this.infos = infos;
        this.cache = cache;
    }

    /** Everything by which whole plans break a rule, as far as that is known without a download: by the contents that the cache has, too. */
    public List<Finding> findings(List<SnapshotPlan> plans) {
        var found = new ArrayList<Finding>();
        for (SnapshotPlan plan : plans) {
            found.addAll(ofModel(plan));
            found.addAll(ofContents(described(plan), plan.missing()));
        }
        findings.addAll(found);
        return found;
    }

    /** The same of a described model. */
    public List<Finding> findings(DescribedModel model) {
        LockedModel locked = model.model();
        var found = new ArrayList<Finding>(ofModel(model, null));
        found.addAll(ofContents(model, cache.repository(locked.repo()).missing(locked.commit(), locked.files())));
        findings.addAll(found);
        return found;
    }

    /**
     * Everything by which the contents that the cache has of plans break a rule, but for the contents that were read before.
     *
     * @param plans some of those that {@link #findings} was given
     */
    public List<Finding> findingsOfContents(List<SnapshotPlan> plans) {
        var found = new ArrayList<Finding>();
        for (SnapshotPlan plan : plans) {
            CachedRepository repository = cache.repository(plan.request().repo());
            found.addAll(ofContents(
                    described(plan), repository.missing(plan.listing().commit(), plan.missing())));
        }
        findings.addAll(found);
        return found;
    }

    /** The exemptions that nothing has needed so far; none for what may be in contents while the cache does not have all of these. */
    public List<UnusedExemption> unused() {
        return PolicyRules.unused(policies, models.values(), findings, absent.isEmpty());
    }

    private List<Finding> ofModel(SnapshotPlan plan) {
        Optional<ModelInfo> info = Optional.empty();
        SourceException failure = null;
        try {
            info = info(plan);
        } catch (SourceException e) {
            failure = e;
        }
        return ofModel(ModelDescriber.describe(plan, info, plan.selected()), failure);
    }

    private List<Finding> ofModel(DescribedModel model, @Nullable SourceException failure) {
        models.put(model.request().key(), model);
        Basis basis = model.isLocked() ? Basis.LOCK : infos.isOffline() ? Basis.NOBODY : Basis.SOURCE;
        return PolicyRules.findings(policies, model, basis, failure);
    }

    /** Nobody is asked for what no rule needs to know. */
    private Optional<ModelInfo> info(SnapshotPlan plan) throws SourceException {
        boolean needsLicense =
                PolicyRules.needLicense(policies) && plan.listing().license() == null;
        boolean needsScan = policies.stream().anyMatch(Policy::scan);
        return needsScan ? infos.of(plan) : needsLicense ? infos.withoutScan(plan) : Optional.empty();
    }

    private DescribedModel described(SnapshotPlan plan) {
        return Objects.requireNonNull(models.get(plan.request().key()), "its model was looked at first");
    }

    private List<Finding> ofContents(DescribedModel model, Collection<RepoFile> missing) {
        CachedRepository repository = cache.repository(model.model().repo());
        CommitHash commit = model.model().commit();
        Set<Path> lacking = new HashSet<>();
        missing.forEach(file -> lacking.add(repository.file(commit, file)));
        for (RepoFile file : model.model().files()) {
            Path content = repository.file(commit, file);
            if (lacking.contains(content)) {
                absent.add(content);
            } else {
                absent.remove(content);
            }
        }
        return ContentRules.findings(
                policies,
                model,
                file -> Optional.of(repository.file(commit, file))
                        .filter(content -> !lacking.contains(content)
                                && read.add(model.request().key() + "\n" + content)));
    }
}
