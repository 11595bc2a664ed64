package io.github.hfmodels.preset;

import io.github.hfmodels.preset.Choice.Part;
import java.io.IOException;

/** The entrance: chooses by the rules of the preset that is asked for. */
public final class Presets {

    private Presets() {}

    /**
     * Chooses the files that are needed.
     *
     * @throws PresetException when the configuration must change
     * @throws IOException when a file that must be looked into cannot be had
     */
    public static Choice choose(Part part, PresetRepository repository) throws PresetException, IOException {
        throw new UnsupportedOperationException("not yet " + part + " of " + repository.id());
    }
}
