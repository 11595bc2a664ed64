package io.github.hfmodels.mojo;

import io.github.hfmodels.lockfile.LockFile.Contents;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanException;
import io.github.hfmodels.pom.ModelElement;
import io.github.hfmodels.pom.ModelsReader;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.relock.LockOutcome;
import io.github.hfmodels.relock.LockUpdater;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Writes the lock file: of each model of the POM, in whichever execution, the commit, the declared licence, and each selected file's
 * size and hashes. Builds that find the file ask the Hub nothing, and take exactly these files.
 *
 * <p>Models that are locked already stay as they are; new and changed ones are looked up, and ones that no module has any more are
 * dropped. With <code>-Dhf.models</code> only those are looked up, and nothing is dropped.
 */
@Mojo(name = "lock", threadSafe = true, requiresProject = false)
public final class LockMojo extends AbstractLockMojo {

    @Override
    List<List<ModelElement>> models(Module module) throws MojoFailureException {
        return modelCoordinates() == null
                ? super.models(module)
                : List.of(new ModelsReader(module::evaluate).read(null, modelCoordinates()));
    }

    @Override
    LockOutcome change(LockUpdater locker, Contents before, List<ModelRequest> wanted)
            throws PlanException, InterruptedException {
        return locker.lock(before, wanted);
    }
}
