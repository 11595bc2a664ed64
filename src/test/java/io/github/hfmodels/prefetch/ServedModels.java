package io.github.hfmodels.prefetch;

import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestCommit;
import io.github.hfmodels.testhub.TestHub;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each of the servers has: the same models, at the same commits. */
final class ServedModels {

    static final String MODEL = "org/model";
    static final String TOKEN = "hf_token_of_a_reader";
    /** Large enough for several connections. */
    static final Content LARGE = Content.generated((9 << 20) + 12_345, 7);

    private static final int FILES_BEHIND_A_CUT = 20;

    private final Map<String, Content> files = new LinkedHashMap<>();
    private final int otherFiles;

    /** @param cut after how many files a list ends; 0 for all */
    ServedModels(int cut) {
        otherFiles = cut == 0 ? 0 : cut + FILES_BEHIND_A_CUT;
        files.put("config.json", Content.of("{\"a\":1}"));
        files.put("onnx/model.onnx", Content.generated(3_000, 1));
        files.put("onnx/model_int8.onnx", Content.generated(2_000, 2));
        files.put("weights/model.bin", Content.generated(5_000, 3));
        files.put("weights/odd name+#.txt", Content.of("odd"));
    }

    /** The files that are wanted. */
    Map<String, Content> files() {
        return files;
    }

    /** Selects the files that are wanted; nothing where all are. */
    String[] selection() {
        return otherFiles == 0 ? new String[0] : new String[] {"config.json", "o*/*", "weights/*"};
    }

    void addTo(TestHub hub) {
        TestCommit commit = hub.model(MODEL).license("mit").commit("first");
        for (int i = 0; i < otherFiles; i++) {
            // Before those that are wanted, of which a list that was cut has none.
            commit.file("a/" + i, "more");
        }
        addTo(commit).id();
        addTo(hub.model("org/private").makePrivate(TOKEN).commit("first"));
        addTo(hub.model("org/gated").makeGated(TOKEN).commit("first"));
        addTo(hub.dataset("org/data").commit("first"));
        hub.model("org/large").commit("first").lfs("model.bin", LARGE).file("config.json", "{}");
        hub.model("org/empty").commit("first").id();
    }

    private TestCommit addTo(TestCommit commit) {
        files.forEach((path, content) -> {
            if (path.endsWith(".onnx")) {
                commit.xet(path, content);
            } else if (path.endsWith(".bin")) {
                commit.lfs(path, content);
            } else {
                commit.file(path, content);
            }
        });
        return commit;
    }
}
