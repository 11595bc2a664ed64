package io.github.hfmodels.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.lockfile.ModelLock;
import io.github.hfmodels.model.LinkMode;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UpdatePolicy;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.FetchOptions;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.PlanCheck;
import io.github.hfmodels.plan.SharedWork;
import io.github.hfmodels.prefetch.PrefetchRequest;
import io.github.hfmodels.progress.DownloadDisplay;
import io.github.hfmodels.relock.RelockRequest;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import io.github.hfmodels.source.SourceRegistry;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a goal is told when the settings of a source are wrong. */
class ModelEngineTest {

    private static final List<ModelRequest> MODELS = List.of(new ModelRequest(
            new RepoId(RepoType.MODEL, "org/name"), Revision.MAIN, Selection.of(Part.EVERYTHING), "name", null, true));

    @TempDir
    private Path folder;

    @Test
    void wrongSettings_areToldBeforeARuleThatIsBroken() {
        PlanCheck broken = (plans, missing, downloaded) -> Optional.of(new UserException("too much"));
        try (ModelEngine engine = engine()) {
            assertThatThrownBy(() -> engine.prefetch(new PrefetchRequest(MODELS, null, List.of(broken))))
                    .hasMessage("no such proxy");
            assertThatThrownBy(() -> engine.relock(new RelockRequest(
                            RelockRequest.Mode.LOCK, ModelLock.EMPTY, MODELS, List.of(broken), false)))
                    .hasMessage("no such proxy");
        }
    }

    @Test
    void wrongSettings_areNoFailureOfAModel() {
        try (ModelEngine engine = engine()) {
            assertThatThrownBy(() -> engine.plan(new PrefetchRequest(MODELS, null, List.of())))
                    .isInstanceOf(UserException.class)
                    .hasMessage("no such proxy");
        }
    }

    private ModelEngine engine() {
        var sources = new SourceRegistry(Map.of(SourceId.HUGGING_FACE, () -> {
            throw new UserException("no such proxy");
        }));
        return new ModelEngine(
                new SnapshotCache(folder, true),
                sources,
                new SharedWork(new ConcurrentHashMap<>(), "here"),
                new FetchOptions(false, false, UpdatePolicy.ALWAYS, 1, LinkMode.COPY),
                ZonedDateTime::now,
                () -> DownloadDisplay.NONE);
    }
}
