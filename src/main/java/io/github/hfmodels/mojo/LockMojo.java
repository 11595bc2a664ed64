package io.github.hfmodels.mojo;

import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.pom.ModelsReader;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.relock.RelockRequest;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Writes the lock file: for each model of the POM, in all executions, the commit, the declared licence, and the size and hashes of
 * each selected file. Builds that find the file do not ask the Hub, and use exactly these files.
 *
 * <p>Models that are locked stay as they are; new and changed ones are looked up. Models that the build no longer uses stay in the
 * file unless <code>-Dhf.dropUnused</code> is given. With <code>-Dhf.models</code> only those are looked up, and nothing is dropped.
 */
@Mojo(name = "lock", threadSafe = true, requiresProject = false)
public final class LockMojo extends AbstractLockMojo {

    @Override
    List<ModelRequest> ofCommandLine(Module module) {
        return isOfPom()
                ? List.of()
                : reader(module, null).of(new ModelsReader(module::evaluate).read(null, modelCoordinates()));
    }

    @Override
    boolean isOfPom() {
        return modelCoordinates() == null;
    }

    @Override
    RelockRequest.Mode mode() {
        return RelockRequest.Mode.LOCK;
    }
}
