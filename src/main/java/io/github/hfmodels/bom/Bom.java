package io.github.hfmodels.bom;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.plan.ModelRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bill of materials of models. With a lock file, the same models give the same bytes on any machine.
 *
 * @param version the version of CycloneDX
 * @param timestamp when the project was built; null for nothing, since the time of day would make each build's different
 * @param tool this plugin
 * @param project the project that uses the models; null where there is none
 * @param models the models, with their companions
 * @param missing the models that the build goes on without, since they or their companions could not be looked up
 * @see <a href="https://cyclonedx.org/capabilities/mlbom/">CycloneDX for machine learning</a>
 */
public record Bom(
        BomVersion version,
        @Nullable Instant timestamp,
        MavenCoordinates tool,
        @Nullable MavenCoordinates project,
        List<DescribedModel> models,
        List<ModelRequest> missing) {

    public Bom {
        models = List.copyOf(models);
        missing = List.copyOf(missing);
    }

    /** How many components it has; several selections of a commit are one. */
    public int size() {
        return BomModel.of(models).size();
    }

    /** @throws IOException when it cannot be written; the message says to which file */
    public void write(Path file) throws IOException {
        try {
            AtomicFile.write(file, BomText.of(this));
        } catch (IOException e) {
            throw new IOException(
                    "the bill of materials cannot be written to " + file + " (hf.bomFile): "
                            + DiskFailure.sentence(e, file),
                    e);
        }
    }
}
