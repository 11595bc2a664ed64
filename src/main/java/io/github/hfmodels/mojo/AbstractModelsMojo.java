package io.github.hfmodels.mojo;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.console.PlanReport;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.UserPaths;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.MaxSizeCheck;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.policy.Policy;
import io.github.hfmodels.pom.Declarations;
import io.github.hfmodels.pom.DeclaredExecution;
import io.github.hfmodels.pom.LockLocation;
import io.github.hfmodels.pom.ModelElement;
import io.github.hfmodels.pom.ModelRequests;
import io.github.hfmodels.pom.ModelsReader;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.prefetch.PrefetchPlan;
import io.github.hfmodels.prefetch.PrefetchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** What the goals that are about models have in common: which models, and how they are to be there. */
abstract class AbstractModelsMojo extends AbstractHubMojo {

    private static final Log LOG = Log.of(AbstractModelsMojo.class);

    /**
     * The models. Each <code>&lt;model&gt;</code> is either a text: {@code owner/name}, {@code owner/name@revision}, a URI
     * such as {@code hf://datasets/owner/name@revision/path} or {@code modelscope://owner/name@revision}, or the address of a page of the Hub
     * or of ModelScope. Or it has elements:
     *
     * <ul>
     *   <li>{@code id}: any of these texts
     *   <li>{@code source}: where it is, {@code huggingface} or {@code modelscope}; default: what the id says, else {@code huggingface}
     *   <li>{@code type}: {@code model}, {@code dataset} or {@code space}; default {@code model}
     *   <li>{@code revision}: a branch, tag, ref or commit; default {@code main}, at ModelScope {@code master}
     *   <li>{@code includes}, {@code excludes}: patterns of files; default: every file. With a preset, they add files to its
     *       choice and remove files from it
     *   <li>{@code preset}: the runtime that will load the model, which decides which files are needed: {@code snapshot} (all
     *       files, the default), {@code transformers}, {@code sentence-transformers}, {@code diffusers}, {@code safetensors},
     *       {@code onnx}, {@code gguf} or {@code tokenizer}
     *   <li>{@code variant}: which of several weights or graphs, such as {@code fp16}, {@code int8}, {@code Q4_K_M}
     *   <li>{@code modelClass}, {@code processorClass}: for {@code transformers}, the class that loads the weights and the class
     *       that prepares the input, such as {@code AutoModelForCausalLM} and {@code AutoTokenizer}; they tell people and other
     *       tools how the model is meant to be loaded, and do not change which files are fetched
     *   <li>{@code trustRemoteCode}: {@code true} also fetches Python code of the model; default {@code false}, which warns if
     *       the repository names code of its own
     *   <li>{@code alias}: the name in properties; default: the repository's name
     *   <li>{@code directory}: the folder into which the files are laid out directly; overrides {@code outputDirectory}
     *   <li>{@code layout}: how the files are laid out in {@code directory}: {@code tree}, as in the repository, the default;
     *       {@code flat}, all in the folder itself; {@code jlama}, in a folder {@code OWNER_NAME} below it with the file
     *       {@code .finished}, as Jlama looks for models
     *   <li>{@code optional}: {@code true} for a model whose failure is only a warning
     *   <li>{@code alternate}: the same model at another source, {@code modelscope://owner/name} or {@code hf://owner/name}, with
     *       {@code @revision} if need be. It is asked for contents that the model's own source does not give, and not for what
     *       the model has: a content is used only if it has the hash that the own source, or the lock, says
     * </ul>
     *
     * Patterns follow the rules of huggingface_hub: {@code *} also matches slashes, and {@code onnx/} means everything below
     * {@code onnx}.
     *
     * @since 1.0.0
     */
    @Parameter
    private @Nullable PlexusConfiguration models;

    /**
     * The models for the command line, as texts that are separated by commas. Replaces {@code models}.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.models")
    private @Nullable String modelCoordinates;

    /**
     * The folder into which each model is also laid out as plain files, in {@code owner/name} below it. If it is unset, the models
     * are only in the cache. A path that begins with {@code ~/} begins in the home folder, here and in {@code directory}.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.outputDirectory")
    private @Nullable String outputDirectory;

    /**
     * How files get from the cache into output directories: {@code copy}, or {@code hard} or {@code symbolic} links. A change to a
     * linked file also changes the cache. A symbolic link that is packed into a jar is packed as a link.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.link", defaultValue = "copy")
    private String link = "copy";

    /**
     * When a branch, a tag or another revision that can move is looked up again, although the cache knows its last commit:
     * {@code always}, {@code daily}, {@code interval:MINUTES} or {@code never}, as for Maven's repositories. With Maven's option
     * {@code -U} it is always looked up. A commit, and a model in the lock file, are never looked up again.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.updatePolicy", defaultValue = "daily")
    private String updatePolicy = "daily";

    /**
     * The lock file, which says which commits and files the models are. The goals {@code lock} and {@code update} write it. Default:
     * the nearest {@code hf-models.lock.json} from the module's folder up to the root of the reactor. If there is none, nothing is
     * locked. A path that begins with {@code ~/} begins in the home folder.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.lockFile")
    private @Nullable String lockFile;

    /**
     * Whether to download again what the cache has, once per build. Revisions are then looked up regardless of the update policy. The
     * goal {@code verify} downloads nothing for it, but hashes also what has not changed since it was verified.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.force", defaultValue = "false")
    private boolean force;

    /**
     * How much one run of the goal may download, such as {@code 2GB}, {@code 500MB}, {@code 1.5GiB} or a number of bytes. If it would
     * be more, the build fails before the download starts; from the command line, before that of the first execution that would exceed
     * it. What the cache has does not count. If it is unset, any size is allowed.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.maxSize")
    private @Nullable String maxSize;

    /**
     * The rules that the models must keep, such as
     *
     * <pre>{@code
     * <policy>
     *   <licenses><license>apache-2.0</license><license>mit</license></licenses>
     *   <unsafeFormats>false</unsafeFormats>
     *   <exceptions>
     *     <exception>
     *       <model>acme/encoder</model><rule>licenses</rule><reason>contract 2026-17</reason>
     *     </exception>
     *   </exceptions>
     * </policy>
     * }</pre>
     *
     * A model that breaks one fails the build before its large files are downloaded. All that is wrong is told in one message. The elements
     * are:
     *
     * <ul>
     *   <li>{@code licenses}: each {@code <license>} that models may declare, as an SPDX id or in the Hub's word; default: any
     *   <li>{@code deniedLicenses}: each {@code <license>} that they must not declare; default: none
     *   <li>{@code pinned}: {@code true} if each model must be at a commit, or locked; default {@code false}
     *   <li>{@code remoteCode}: {@code false} if they must have no Python code; default {@code true}
     *   <li>{@code unsafeFormats}: {@code false} if they must have no files that can run code when they are loaded, by name and by
     *       content; default {@code true}
     *   <li>{@code scan}: {@code true} if the Hub's security scan must have found nothing in their files; default {@code false}
     *   <li>{@code allowUnscanned}: {@code true} if {@code scan} accepts files that are not scanned yet; default {@code false}
     *   <li>{@code owners}: each {@code <owner>} whose models may be used, of ModelScope {@code <owner>modelscope://acme</owner>}; default:
     *       anybody's
     *   <li>{@code exceptions}: each {@code <exception>} has the {@code <model>} that may break a rule, the {@code <rule>}, called as its
     *       element above, and the {@code <reason>}, which the log shows
     *   <li>{@code enforce}: {@code false} if what breaks a rule is only a warning; default {@code true}
     * </ul>
     *
     * The goals {@code prefetch}, {@code mirror}, {@code plan}, {@code lock} and {@code update} check it. With a lock file no request is
     * made for it.
     *
     * @since 1.0.0
     */
    @Parameter
    private @Nullable PlexusConfiguration policy;

    /**
     * An XML file with further rules, whose root is {@code <policy>} with the elements that {@code policy} has. It is either a path, which
     * may begin with {@code ~/} for the home folder, or an artifact that Maven resolves like a dependency, from the repositories of the POM:
     * {@code groupId:artifactId:version}, whose extension is then {@code xml}, or {@code groupId:artifactId:extension[:classifier]:version}.
     * The file cannot use properties. With both, the rules of {@code policy} and of the file hold, and so do the exceptions of either
     * for both; {@code enforce} is for each its own.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.policyFile")
    private @Nullable String policyFile;

    @Parameter(defaultValue = "${project.build.outputTimestamp}", readonly = true)
    private @Nullable String outputTimestamp;

    @Inject
    private RepositorySystem resolver;

    /**
     * What this run is to fetch: the models of the command line, else those of this execution; for a goal of the command line, those of
     * all executions of all modules, as a build would fetch them.
     */
    final List<ExecutionRequest> requests() throws IOException {
        return requests(true);
    }

    /** The same for a goal that checks no policy, and so must not fail for one that cannot be read. */
    final List<ExecutionRequest> requestsWithoutPolicies() throws IOException {
        return requests(false);
    }

    private List<ExecutionRequest> requests(boolean withPolicies) throws IOException {
        Declarations declarations = declarations();
        var requests = new ArrayList<ExecutionRequest>();
        if (isAboutAllModules() && modelCoordinates() == null) {
            for (DeclaredExecution each : declarations.meant()) {
                Path output = each.path("outputDirectory", paths());
                List<ModelRequest> models = models(each, output);
                add(
                        requests,
                        each.module(),
                        each.id(),
                        models,
                        lockLocation(each),
                        withPolicies ? () -> policies().of(each) : List::of);
            }
        } else {
            List<ModelElement> elements = new ModelsReader(module()::evaluate).read(models, modelCoordinates);
            List<ModelRequest> models =
                    reader(module(), path("outputDirectory", outputDirectory)).of(elements);
            add(
                    requests,
                    module(),
                    execution().getExecutionId(),
                    models,
                    lockLocation(module()),
                    withPolicies ? () -> policies().of(module(), policy, policyFile) : List::of);
        }
        if (requests.isEmpty()) {
            reportNoModels(declarations);
        }
        return requests;
    }

    /**
     * What all executions of the module want, whichever of them is running, without their policies; for a goal of the command line, and
     * with the models of the command line, the same as {@link #requestsWithoutPolicies}.
     */
    final List<ExecutionRequest> requestsOfModule() throws IOException {
        return requestsOf(List.of(module()), false);
    }

    /** The same for the module and those below it in the reactor, with their policies. */
    final List<ExecutionRequest> requestsOfModules() throws IOException {
        return requestsOf(module().withModules(), true);
    }

    private List<ExecutionRequest> requestsOf(List<Module> modules, boolean withPolicies) throws IOException {
        if (isAboutAllModules() || modelCoordinates() != null) {
            return requests(withPolicies);
        }
        var requests = new ArrayList<ExecutionRequest>();
        declarations();
        for (Module module : modules) {
            for (DeclaredExecution each : new Declarations(module, execution()).all()) {
                // Beside executions, the plugin's own configuration is only what they inherit.
                if (!each.isOfPlugin() && !each.isSkipped()) {
                    add(
                            requests,
                            module,
                            each.id(),
                            models(each, null),
                            lockLocation(each),
                            withPolicies ? () -> policies().of(each) : List::of);
                }
            }
        }
        if (requests.isEmpty()) {
            LOG.info("The module has no models, so there is nothing to do");
        }
        return requests;
    }

    /**
     * The models of an execution.
     *
     * @param output where models without a directory are laid out; null for nowhere
     */
    final List<ModelRequest> models(DeclaredExecution declared, @Nullable Path output) {
        List<ModelElement> elements = declared.models();
        return declared.located(() -> reader(declared.module(), output).of(elements));
    }

    /** @param output where models without a directory are laid out; null for nowhere */
    final ModelRequests reader(Module module, @Nullable Path output) {
        return new ModelRequests(
                endpointAddresses(), directories(module), output, text -> warnOnce(module.prefix() + text));
    }

    private void add(
            List<ExecutionRequest> requests,
            Module module,
            String id,
            List<ModelRequest> models,
            LockLocation location,
            Supplier<List<Policy>> policies)
            throws IOException {
        if (models.isEmpty()) {
            return;
        }
        Path lockFile = location.existing().orElse(null);
        Optional<ActiveLock> known = requests.stream()
                .filter(each -> Objects.equals(each.lockFile(), lockFile))
                .map(each -> each.request().lock())
                .filter(Objects::nonNull)
                .findFirst();
        ActiveLock lock = known.isPresent() ? known.get() : lockFile == null ? null : lock(lockFile);
        requests.add(new ExecutionRequest(
                module, id, lockFile, new PrefetchRequest(models, lock, checks(), null, policies.get())));
    }

    /** Reads the policies of executions. */
    final Policies policies() {
        return new Policies(resolver, session().getRepositorySession(), paths(), endpointAddresses());
    }

    /** Reports what breaks policies. */
    final PolicyReport policyReport() {
        return new PolicyReport(line -> build().<String>map("policy").putIfAbsent(line, "") == null);
    }

    /** Whether no other run is about something that this one leaves out. */
    final boolean isAboutEverything() {
        if (modelCoordinates() != null) {
            return false;
        }
        boolean isWholeReactor =
                module().reactor().size() == module().wholeReactor().size();
        return isAboutAllModules()
                ? isWholeReactor
                        && DeclaredExecution.COMMAND_LINE.equals(execution().getExecutionId())
                : module().wholeReactor().size() == 1 && module().executionIds().size() == 1;
    }

    /** What the POMs have that this run is about; mistakes in it are told. */
    final Declarations declarations() {
        var declarations = new Declarations(module(), execution());
        declarations.check(session().getUserProperties(), !hasModelsOfCommandLine(), this::warnOnce);
        return declarations;
    }

    private void reportNoModels(Declarations declarations) {
        boolean isEmpty = isAboutAllModules()
                ? declarations.meant().stream().anyMatch(DeclaredExecution::hasModels)
                : models != null;
        if (isEmpty) {
            LOG.info("<models> is empty, so there is nothing to do");
        } else {
            LOG.warn("No models are configured, so there is nothing to do: {}", declarations.whereModelsAre());
        }
    }

    /** The rules that downloads must keep. */
    final List<PlanCheck> checks() {
        return checks(0);
    }

    /** @param before how many bytes this run of the goal has downloaded */
    final List<PlanCheck> checks(long before) {
        long maxBytes = maxBytes();
        return maxBytes == Long.MAX_VALUE ? List.of() : List.of(new MaxSizeCheck(maxBytes, before));
    }

    /**
     * How this build fetches models.
     *
     * @param sources those that it may need
     */
    final FetchOptions options(Set<SourceId> sources) {
        boolean offline = isOffline(sources);
        if (offline && force) {
            throw new UserException("hf.force downloads again, which an offline build cannot; drop one of them");
        }
        return new FetchOptions(offline, force, updatePolicy(), parallelDownloads(), linkMode());
    }

    /** The same, whatever {@code hf.force} is. */
    final FetchOptions optionsWithoutForce(Set<SourceId> sources) {
        return new FetchOptions(isOffline(sources), false, updatePolicy(), parallelDownloads(), linkMode());
    }

    final boolean isForced() {
        return force;
    }

    private ActiveLock lock(Path file) throws IOException {
        LOG.debug("The lock file is {}", file);
        SnapshotCache cache = cache();
        return new ActiveLock(
                Locks.read(file), String.valueOf(file.getFileName()), repo -> module().isOwnCache(cache, repo));
    }

    /**
     * Shows what a prefetch would do.
     *
     * @param file where the plan is written to, too; null for nowhere
     */
    final void plan(List<ExecutionRequest> requests, @Nullable Path file)
            throws MojoFailureException, MojoExecutionException, IOException, InterruptedException {
        FetchOptions options = options(ExecutionRequest.sources(requests));
        var requesters = new Requesters();
        requests.forEach(each -> each.request().models().forEach(model -> requesters.add(each.module(), model)));
        try (ModelEngine engine = engine(options)) {
            var plans = new ArrayList<PrefetchPlan>();
            long bytes = 0;
            for (PrefetchRequest each : ExecutionRequest.joined(requests)) {
                PrefetchPlan ofLock = engine.plan(each.withChecks(checks(bytes)));
                bytes = ByteCount.plus(bytes, ofLock.bytes());
                plans.add(ofLock);
            }
            PrefetchPlan plan = PrefetchPlan.sum(plans);
            List<ModelFailure> failures =
                    plan.failures().stream().map(requesters::named).toList();
            var report = new PlanReport(plan, advice());
            report.log(options.offline());
            if (file != null) {
                report.write(file, maxBytes());
            }
            if (options.offline()) {
                // Offline, that a model is not in the cache is an answer.
                failures.forEach(failure -> LOG.warn("No plan for {}", advice().of(failure)));
            }
            PolicyReport policies = policyReport();
            policies.add(plan.findings(), requesters::prefix);
            policies.log();
            failures()
                    .report(
                            options.offline() ? List.of() : failures,
                            ExecutionRequest.models(requests),
                            "planned",
                            policies.fatal());
        }
    }

    @Override
    boolean hasModelsOfCommandLine() {
        return modelCoordinates() != null;
    }

    /** What gives the folder that a {@code directory} of a module's model means. */
    final Function<String, Path> directories(Module module) {
        UserPaths paths = paths();
        return text -> module.folder().resolve(paths.of("<directory>", text));
    }

    /** The models of the command line; null for none. */
    final @Nullable String modelCoordinates() {
        return modelCoordinates == null || modelCoordinates.isBlank() ? null : modelCoordinates;
    }

    /** Where the lock file of an execution is. */
    final LockLocation lockLocation(DeclaredExecution declared) {
        return LockLocation.of(session(), declared.module().project(), declared.path("lockFile", paths()));
    }

    /** Where a module's lock file is. */
    final LockLocation lockLocation(Module module) {
        boolean isThis = module.project() == project();
        return LockLocation.of(
                session(), module.project(), isThis ? path("lockFile", lockFile) : module.path("lockFile", paths()));
    }

    private UpdatePolicy updatePolicy() {
        UpdatePolicy policy = value("updatePolicy", () -> UpdatePolicy.of(updatePolicy));
        if (session().getRequest().isUpdateSnapshots()) {
            return UpdatePolicy.ALWAYS;
        }
        // A folder may lack what the cache has, and is then asked only for what the cache lacks.
        return isWithoutNetwork() ? UpdatePolicy.NEVER : policy;
    }

    private long maxBytes() {
        String text = maxSize;
        return text == null || text.isBlank() ? Long.MAX_VALUE : value("maxSize", () -> ByteCount.parse(text));
    }

    private LinkMode linkMode() {
        return value("link", () -> LinkMode.of(link));
    }

    /** The time that makes builds reproducible; null where there is none. */
    final @Nullable Instant timestamp() {
        return OutputTimestamp.of(outputTimestamp);
    }
}
