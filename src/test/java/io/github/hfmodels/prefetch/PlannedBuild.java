package io.github.hfmodels.prefetch;

import static io.github.hfmodels.preset.PresetFixture.options;

import io.github.hfmodels.selection.Preset;
import java.nio.file.Path;

/** One plan, for the preset {@code onnx}, in a process of its own. Prints what it comes to. */
public final class PlannedBuild {

    private PlannedBuild() {}

    /** @param args the endpoint, the cache's folder, the model */
    public static void main(String[] args) {
        PrefetchPlan plan = new TestBuild(args[0], Path.of(args[1]))
                .modelFor(options(Preset.ONNX), args[2])
                .plan();
        plan.failures().forEach(failure -> System.out.println(TestBuild.message(failure)));
        System.out.println(plan.downloads() + " downloads");
    }
}
