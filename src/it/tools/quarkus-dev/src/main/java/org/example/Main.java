package org.example;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.eclipse.microprofile.config.ConfigProvider;

@QuarkusMain
public class Main implements QuarkusApplication {

    @Override
    public int run(String... arguments) {
        System.out.println("The model is at " + ConfigProvider.getConfig().getValue("encoder.path", String.class));
        System.out.flush();
        // The dev mode would wait for changes.
        Runtime.getRuntime().halt(0);
        return 0;
    }
}
