package io.github.hfmodels.export;

import io.github.hfmodels.model.FileRole;
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
            properties.setProperty(prefix + ".path", model.path().toString());
            properties.setProperty(prefix + ".commit", model.commit().hex());
            properties.setProperty(prefix + ".uri", model.uri());
            model.file().ifPresent(file -> properties.setProperty(prefix + ".file", file.toString()));
            for (FileRole role : FileRole.values()) {
                model.file(role).ifPresent(file -> properties.setProperty(prefix + "." + role.word(), file.toString()));
            }
        }
        for (ModelFailure failure : result.failures()) {
            properties.setProperty("hf." + failure.model().alias() + ".available", "false");
        }
    }
}
