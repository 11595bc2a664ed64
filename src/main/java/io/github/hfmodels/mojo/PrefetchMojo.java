package io.github.hfmodels.mojo;

import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.Prefetcher;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Makes models of the Hugging Face Hub ready for use: whatever of them the shared cache lacks is downloaded, verified and
 * put there, in the very layout that Python's huggingface_hub uses, before tests or packaging run.
 *
 * <p>For each model the properties <code>hf.ALIAS.path</code> and <code>hf.ALIAS.commit</code> are set, which the
 * configuration of later plugins can use; ALIAS is the repository's name unless an alias is given.
 */
@Mojo(name = "prefetch", defaultPhase = LifecyclePhase.PROCESS_RESOURCES, threadSafe = true, requiresProject = false)
public final class PrefetchMojo extends AbstractModelsMojo {

    @Override
    void execute(Prefetcher prefetcher, PrefetchRequest request, LazySource source)
            throws MojoFailureException, MojoExecutionException, InterruptedException {
        PrefetchResult result = prefetcher.prefetch(request);
        var report = new ResultReport(result);
        report.exportTo(project().getProperties());
        report.log(source.requestCount(), request.offline());
        report.failOnMissingModels();
    }
}
