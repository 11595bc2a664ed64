package io.github.hfmodels.export;

import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.PrefetchedModel;
import java.util.Properties;

/**
 * Sets properties for later plugins of the module: <code>hf.ALIAS.path</code> and others.
 *
 * @param properties the project's properties
 */
public record PropertiesWriter(Properties properties) implements ResultWriter {

    @Override
    public void write(PrefetchResult result) {
        for (PrefetchedModel model : result.models()) {
            String prefix = "hf." + model.request().alias();
            properties.setProperty(prefix + ".available", "true");
            properties.setProperty(prefix + ".commit", model.commit().hex());
            model.places().forEach((name, place) -> properties.setProperty(prefix + "." + name, place));
        }
        for (ModelFailure failure : result.failures()) {
            properties.setProperty("hf." + failure.model().alias() + ".available", "false");
        }
    }
}
