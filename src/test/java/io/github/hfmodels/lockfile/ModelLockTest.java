package io.github.hfmodels.lockfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looking things up in a lock, which may have any number of models. */
class ModelLockTest {

    private static final RepoId REPO = new RepoId(RepoType.MODEL, "org/name");

    @Test
    void models_areFoundByWhatIsKnownOfThem() {
        LockedModel a = TestLocks.model("org/a", 'a');
        LockedModel b = TestLocks.model("org/name", 'b');
        LockedModel c = TestLocks.model("org/name", "main", 'b', only("*.json"), null);
        LockedModel d = TestLocks.model("org/name", "v1", 'd', only("*.json"), null);
        LockedModel e = TestLocks.model("org/z", 'e');
        var lock = new ModelLock(List.of(e, c, a, d, b));

        assertThat(lock.find(REPO, Revision.MAIN, only("*.json"))).contains(c);
        assertThat(lock.find(REPO, Revision.MAIN, only("*.bin"))).isEmpty();
        assertThat(lock.find(REPO, new Revision("v2"), only("*.json"))).isEmpty();
        assertThat(lock.of(REPO)).containsExactlyInAnyOrder(b, c, d);
        assertThat(lock.of(REPO, Revision.MAIN)).containsExactlyInAnyOrder(b, c);
        assertThat(lock.of(new RepoId(RepoType.DATASET, "org/name"))).isEmpty();
        assertThat(lock.commitOf(REPO, new Revision("v1"))).contains(d.commit());
        assertThat(ModelLock.EMPTY.of(REPO)).isEmpty();
    }

    /** So many that looking at all others for each would take hours. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void veryManySelectionsOfOneRevision_areEachFoundAtOnce() {
        var models = new ArrayList<LockedModel>();
        for (int i = 0; i < 100_000; i++) {
            models.add(TestLocks.model("org/name", "main", 'b', only("f" + i), null));
        }
        var lock = new ModelLock(models);

        assertThat(models)
                .allMatch(model -> lock.find(REPO, Revision.MAIN, model.selection())
                        .filter(model::equals)
                        .isPresent());
        assertThat(models)
                .allMatch(model -> lock.commitOf(REPO, model.revision()).isPresent());
    }

    private static Selection only(String pattern) {
        return Selection.of(Part.EVERYTHING, List.of(pattern), List.of());
    }
}
