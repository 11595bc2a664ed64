package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.console.PruneText;
import io.github.hfmodels.console.Terminal;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.prune.CacheDetails;
import io.github.hfmodels.prune.KeepRules;
import io.github.hfmodels.prune.NamedRepositories;
import io.github.hfmodels.prune.PrunePlan;
import io.github.hfmodels.prune.PrunePlanner;
import io.github.hfmodels.prune.PruneResult;
import io.github.hfmodels.prune.Pruner;
import io.github.hfmodels.settings.ConnectionParameters;
import io.github.hfmodels.settings.SessionSettings;
import io.github.hfmodels.settings.SourceEnvironment;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Deletes from the shared cache what nobody needs: revisions that no ref and no lock file names, what is left of downloads, and contents
 * that no revision uses. What it would delete is shown first, with sizes; then it asks on the console, or takes <code>-Dhf.yes</code>.
 * With Maven's option <code>-B</code> and without <code>-Dhf.yes</code> it only shows. What a run had begun to delete when it was
 * killed goes, too; where nothing else is to be deleted, without a question. It makes no requests.
 *
 * <p>It never deletes what the models of the POMs need, in all modules of the reactor and all their executions, what their configurations
 * name, such as the base model of an adapter, and what any lock file has that is at or above the folder of such a module, up to the root of
 * the reactor. Models of profiles that are not active, and of other projects, are not known to it: refs keep those of branches and tags,
 * but a commit that is pinned has no ref, so only <code>keepDays</code> keeps it; and with <code>maxCacheSize</code> refs keep nothing.
 * What a build or a download uses at that moment stays. Python's download of a commit by its hash, though, has no ref, and is only seen
 * while a file arrives: where that happens, set <code>hf.keepDays</code> to at least 1.
 */
@Mojo(name = "prune", threadSafe = true, requiresProject = false)
public final class PruneMojo extends AbstractCacheMojo {

    private static final Log LOG = Log.of(PruneMojo.class);

    /**
     * Revisions that were used within so many days stay, although no ref names them, and although the cache is larger than
     * <code>maxCacheSize</code>. A revision was used when the last of its files was read or written, as far as the file system notes
     * that it is read. If it is unset, no revision stays for that.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.keepDays")
    private @Nullable Integer keepDays;

    /**
     * How large a cache may be, such as {@code 20GB}, {@code 1.5GiB} or a number of bytes; the Hub's and ModelScope's each by itself. While
     * one is larger, further revisions go, with the refs that name them: the least recently used first, in all its repositories, but never
     * what the POMs and lock files of the reactor need. If it is unset, refs keep all that they name.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.maxCacheSize")
    private @Nullable String maxCacheSize;

    /**
     * Whether to delete without asking.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.yes", defaultValue = "false")
    private boolean yes;

    /**
     * Whether to only show what would be deleted.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * The addresses of the Hub, separated by commas, as the other goals have them. They are only compared with models that the POM names by
     * the address of a page. Default: the environment variable {@code HF_ENDPOINT}, else {@code https://huggingface.co}.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.endpoint")
    private @Nullable String endpoint;

    /**
     * The addresses of ModelScope, separated by commas, as the other goals have them. They are only compared with models that the POM names by
     * the address of a page. Default: the environment variable {@code MODELSCOPE_ENDPOINT}, else {@code MODELSCOPE_DOMAIN}, else
     * {@code https://modelscope.cn}.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.modelscopeEndpoint")
    private @Nullable String modelscopeEndpoint;

    @Inject
    private SettingsDecrypter settingsDecrypter;

    @Override
    void run() throws IOException, InterruptedException {
        SnapshotCache cache = cache();
        if (build().<String>map("prune").putIfAbsent(cacheKey(), "") != null) {
            LOG.debug("The cache {} has been pruned in this build already", cache);
            return;
        }
        var needs = new ReactorNeeds(module(), session(), paths(), this::endpoints);
        var limits = new KeepRules(needs.revisions(), needs.contents(), checkedKeepDays(), maxBytes());
        Instant now = Instant.now();
        Map<SourceId, PrunePlan> plans = plans(cache, limits, now);
        plans.forEach((source, plan) -> show(cache.folder(source), plan));
        // What a killed run has left was agreed to then.
        if (plans.values().stream().allMatch(PrunePlan::isNothing) ? !dryRun : isAgreed()) {
            delete(cache, plans, now);
        }
    }

    private static Map<SourceId, PrunePlan> plans(SnapshotCache cache, KeepRules limits, Instant now)
            throws IOException {
        Map<SourceId, CacheInventory> inventories = cache.inventories();
        KeepRules rules = NamedRepositories.added(
                limits,
                inventories.values().stream().reduce(CacheInventory::and).orElseThrow());
        var plans = new EnumMap<SourceId, PrunePlan>(SourceId.class);
        for (Map.Entry<SourceId, CacheInventory> each : inventories.entrySet()) {
            CacheInventory inventory = each.getValue();
            CacheDetails details = CacheDetails.read(cache, inventory, now);
            plans.put(each.getKey(), PrunePlanner.plan(inventory, details, rules, now));
        }
        return plans;
    }

    private void show(Path folder, PrunePlan plan) {
        if (plan.isNothing()) {
            LOG.info("Nothing to delete in the cache {}, which has {}", folder, ByteCount.format(plan.sizeAfter()));
        } else {
            LOG.info("What nobody needs in the cache {}:", folder);
            PruneText.lines(plan).forEach(line -> LOG.info("{}", line));
        }
        PruneText.leftAlone(plan.leftAlone(), advice().goal()).forEach(line -> LOG.info("{}", line));
        warnOfSize(plan.sizeAfter());
    }

    private void warnOfSize(long staying) {
        Long max = maxBytes();
        if (max != null && staying > max) {
            LOG.warn(
                    "{} stay, more than hf.maxCacheSize ({}): what the POM, lock files or",
                    ByteCount.format(staying),
                    ByteCount.format(max));
            LOG.warn("hf.keepDays need, and what is damaged, young or in use");
        }
    }

    /** Whether to delete what was shown. */
    private boolean isAgreed() {
        if (dryRun) {
            LOG.info("Dry run: nothing was deleted (hf.dryRun)");
            return false;
        }
        if (yes) {
            return true;
        }
        // Nobody agrees to what is not shown.
        Console console = LOG.isInfoEnabled() ? Terminal.of(session()) : null;
        if (console == null) {
            LOG.info("Nothing was deleted; to delete it, run again with -Dhf.yes");
            return false;
        }
        String answer = console.readLine("Delete it? (y/N) ");
        if (answer == null) {
            // The end of input does not end the line.
            console.printf("%n");
        }
        boolean isAgreed =
                answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        if (!isAgreed) {
            LOG.info("Nothing was deleted");
        }
        return isAgreed;
    }

    private void delete(SnapshotCache cache, Map<SourceId, PrunePlan> plans, Instant now)
            throws IOException, InterruptedException {
        String failure = "";
        for (Map.Entry<SourceId, PrunePlan> each : plans.entrySet()) {
            PruneResult result = new Pruner(cache).prune(each.getValue(), now);
            Path folder = cache.folder(each.getKey());
            if (plans.size() > 1
                    && !(each.getValue().isNothing() && result.leftAlone().isEmpty())) {
                LOG.info("In the cache {}:", folder);
            }
            tell(each.getValue(), result);
            if (failure.isEmpty() && !result.failures().isEmpty()) {
                failure = "not everything in the cache " + folder + " could be deleted: "
                        + PruneText.failures(result).get(0);
            }
        }
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
    }

    private void tell(PrunePlan plan, PruneResult result) {
        PruneText.leftAlone(result.leftAlone(), advice().goal()).forEach(line -> LOG.info("{}", line));
        if (!plan.isNothing()) {
            PruneText.summary(result).forEach(line -> LOG.info("{}", line));
        }
        if (!result.leftAlone().isEmpty()) {
            warnOfSize(plan.sizeBefore() - result.bytes());
        }
        if (!result.failures().isEmpty()) {
            PruneText.failures(result).forEach(line -> LOG.warn("{}", line));
        }
    }

    private List<URI> endpoints(SourceId source) {
        ConnectionParameters parameters = switch (source) {
            case HUGGING_FACE -> parameters(endpoint, environment());
            case MODELSCOPE -> parameters(modelscopeEndpoint, modelScopeEnvironment());
        };
        return new SessionSettings(session(), settingsDecrypter)
                .endpoints(parameters).stream().map(each -> each.address()).toList();
    }

    private static ConnectionParameters parameters(@Nullable String endpoints, SourceEnvironment environment) {
        return new ConnectionParameters(endpoints, 1, 1, null, null, 0, 0, environment);
    }

    private @Nullable Integer checkedKeepDays() {
        if (keepDays != null && keepDays < 0) {
            throw new UserException(module().nameOf("keepDays") + " is " + keepDays + "; expected zero or more days");
        }
        return keepDays;
    }

    private @Nullable Long maxBytes() {
        String text = maxCacheSize;
        return text == null || text.isBlank() ? null : value("maxCacheSize", () -> ByteCount.parse(text));
    }
}
