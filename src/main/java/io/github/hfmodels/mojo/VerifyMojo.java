package io.github.hfmodels.mojo;

import io.github.hfmodels.console.HashingDisplay;
import io.github.hfmodels.console.RepairReport;
import io.github.hfmodels.console.VerifyReport;
import io.github.hfmodels.engine.ModelEngine;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.AdvisedIOException;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.verify.Finding;
import io.github.hfmodels.verify.RepairRequest;
import io.github.hfmodels.verify.RepairResult;
import io.github.hfmodels.verify.VerifyRequest;
import io.github.hfmodels.verify.VerifyResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Hashes again what the models need, in the cache and in output directories, and fails when something differs from what the lock file or
 * the cache's list of files says, or is missing. It makes no request and changes neither the cache nor output directories, unless it is to
 * repair them.
 *
 * <p>What was verified is noted in the local repository of Maven, so that the next run skips files whose size and times are still the
 * same.
 *
 * <p>From the command line, the goal does this for all executions that the POM has, in all modules.
 */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true, requiresProject = false)
public final class VerifyMojo extends AbstractModelsMojo {

    private static final Log LOG = Log.of(VerifyMojo.class);

    /**
     * Whether to verify everything in the cache, of all repositories and revisions, instead of what the models need.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.all", defaultValue = "false")
    private boolean all;

    /**
     * Whether to repair what is not as it should be: exactly that is made again from what else the cache has, or fetched anew. What is bad is
     * replaced only once the right content is there, so that the cache is never worse than before. The build then fails only for what is
     * still bad. It cannot be done offline.
     *
     * @since 1.0.0
     */
    @Parameter(property = "hf.repair", defaultValue = "false")
    private boolean repair;

    @Override
    void run() throws MojoFailureException, MojoExecutionException, IOException, InterruptedException {
        List<ExecutionRequest> requests = all ? List.of() : requestsWithoutPolicies();
        if (requests.isEmpty() && !all) {
            return;
        }
        Set<SourceId> sources = all ? Set.of(SourceId.values()) : ExecutionRequest.sources(requests);
        if (repair && isOffline(sources)) {
            throw new UserException("hf.repair fetches what is bad, which an offline build cannot; drop one of them");
        }
        var request = new VerifyRequest(all ? null : ExecutionRequest.joined(requests), note(), isForced());
        VerifyResult result;
        try (ModelEngine engine = engine(optionsWithoutForce(sources))) {
            result = engine.verify(request, new HashingDisplay(session()));
            if (repair) {
                result = repair(engine, request, result);
            }
        }
        var report = new VerifyReport(result, advice(), cache().toString(), repair);
        report.log();
        Optional<AdvisedIOException> failure = report.failure();
        if (failure.isEmpty()) {
            failures().report(result.failures(), ExecutionRequest.models(requests), "verified");
            return;
        }
        for (ModelFailure each : result.failures()) {
            if (failures().isFatal(each)) {
                LOG.error("{}", advice().of(each));
            } else {
                failures().warn(each);
            }
        }
        throw failure.get();
    }

    /**
     * Repairs what was found, and verifies again what was repaired. That may show more, since a list of files, or a file that decides which
     * others are needed, can be read now.
     *
     * @return what is left
     */
    private VerifyResult repair(ModelEngine engine, VerifyRequest request, VerifyResult found)
            throws IOException, InterruptedException {
        var again = new VerifyRequest(request.wanted(), request.note(), false);
        var tried = new HashSet<String>();
        long bytes = 0;
        VerifyResult result = found;
        while (true) {
            List<Finding> untried = result.findings().stream()
                    .filter(finding -> tried.add(finding.kind() + " " + finding.path()))
                    .toList();
            if (untried.isEmpty()) {
                return result;
            }
            List<PrefetchRequest> wanted = Objects.requireNonNullElse(request.wanted(), List.of());
            long before = bytes;
            RepairResult done;
            try {
                done = engine.repair(new RepairRequest(untried, wanted, more -> checks(ByteCount.plus(before, more))));
            } catch (UserException e) {
                // What was found is not to be lost for a rule that forbids to fetch it.
                new VerifyReport(result, advice(), cache().toString(), false).logAll();
                throw e;
            }
            bytes = ByteCount.plus(bytes, done.bytes());
            new RepairReport(done, advice()).log();
            result = engine.verify(again, new HashingDisplay(session()));
        }
    }

    /** The note of this user about this cache: in the local repository, where it is deleted with what else can be had again. */
    private @Nullable Path note() {
        @Nullable File repository = session().getRequest().getLocalRepositoryPath();
        if (repository == null) {
            return null;
        }
        byte[] name = (System.getProperty("user.name") + "\n" + cache()).getBytes(StandardCharsets.UTF_8);
        return repository
                .toPath()
                .toAbsolutePath()
                .resolve(".cache/hf-models-maven-plugin/verified")
                .resolve(Digest.Algorithm.SHA256.of(name) + ".txt");
    }
}
