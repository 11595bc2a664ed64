package io.github.hfmodels.export;

import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.output.Manifest;
import io.github.hfmodels.output.ManifestEntry;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.PrefetchedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes an execution's part of the module's manifest.
 *
 * @param file the manifest
 * @param execution the execution's id
 * @param executions the ids of all executions that the POM has of this plugin
 */
public record ManifestWriter(Path file, String execution, Set<String> executions) implements ResultWriter {

    private static final Log LOG = Log.of(ManifestWriter.class);

    @Override
    public void write(PrefetchResult result) throws IOException {
        try {
            boolean isChanged = new Manifest(file).update(execution, executions, entries(result));
            LOG.debug("The manifest {} {}", file, isChanged ? "has changed" : "is as it was");
        } catch (IOException e) {
            throw new IOException("the manifest " + file + " cannot be written: " + DiskFailure.sentence(e, file), e);
        }
    }

    private static List<ManifestEntry> entries(PrefetchResult result) {
        var entries = new ArrayList<ManifestEntry>();
        for (PrefetchedModel model : result.models()) {
            ModelRequest request = model.request();
            entries.add(new ManifestEntry(
                    request.alias(),
                    request.repo(),
                    request.revision(),
                    model.commit(),
                    model.places(),
                    model.files().stream().map(request.layout()::place).toList()));
        }
        for (ModelFailure failure : result.failures()) {
            ModelRequest request = failure.model();
            entries.add(
                    new ManifestEntry(request.alias(), request.repo(), request.revision(), null, Map.of(), List.of()));
        }
        return entries;
    }
}
