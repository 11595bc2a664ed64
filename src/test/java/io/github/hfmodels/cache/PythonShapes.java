package io.github.hfmodels.cache;

import io.github.hfmodels.python.Python;
import io.github.hfmodels.testhub.TestHub;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Caches that huggingface_hub itself wrote, downloading from a hub. Without Python, the test is skipped. */
final class PythonShapes {

    private static final String DOWNLOAD = """
            import os, signal, sys
            from huggingface_hub import hf_hub_download, snapshot_download, file_download
            from huggingface_hub.utils import _shared_blobs
            # One file after the other: without links, two with the same content take it from each other.
            snapshot_download("org/tiny", revision=sys.argv[1], max_workers=1)
            snapshot_download("org/tiny", max_workers=1)
            snapshot_download("org/tiny", revision="refs/pr/1", max_workers=1)
            snapshot_download("data", repo_type="dataset")
            snapshot_download("org/app", repo_type="space")
            """;

    private static final String ABSENCE = """
            try:
                hf_hub_download("org/tiny", "generation_config.json")
                sys.exit("it exists")
            except Exception as e:
                print(type(e))
            """;

    /** A download that is killed when half of the bytes are there. */
    private static final String KILLED = """
            def half(url, temp_file, **other):
                temp_file.write(b"half")
                temp_file.flush()
                os.kill(os.getpid(), signal.SIGKILL)
            if os.fork() == 0:
                file_download.http_get = half
                hf_hub_download("org/large", "model.safetensors")
            os.wait()
            """;

    /** One content of two repositories, and one that no repository uses any more. */
    private static final String SHARED = """
            cache = os.environ["HF_HUB_CACHE"]
            def share(path, xet):
                blob = os.path.join(os.path.dirname(path), os.readlink(path))
                blob = os.path.abspath(blob)
                size = os.stat(blob).st_size
                assert _shared_blobs.publish_blob_to_shared_store(
                    blob_path=blob, xet_hash=xet, cache_dir=cache, expected_size=size)
                return blob
            share(hf_hub_download("org/tiny", "model.safetensors"), "ab" * 32)
            share(hf_hub_download("org/app", "same.safetensors", repo_type="space"), "ab" * 32)
            large = hf_hub_download("org/large", "model.safetensors")
            blob = share(large, "cd" * 32)
            os.unlink(large)
            os.unlink(blob)
            """;

    private PythonShapes() {}

    static void downloads(Path cache) {
        run(cache, DOWNLOAD + ABSENCE, Map.of());
    }

    static void withoutLinks(Path cache) {
        run(cache, DOWNLOAD + ABSENCE, Map.of("HF_HUB_DISABLE_SYMLINKS", "1"));
    }

    static void killed(Path cache) {
        run(cache, DOWNLOAD + KILLED, Map.of());
    }

    static void sharedStore(Path cache) {
        run(cache, DOWNLOAD + SHARED, Map.of());
    }

    private static void run(Path cache, String script, Map<String, String> more) {
        Python python = Python.requireHuggingfaceHub();
        try (TestHub hub = TestHub.start()) {
            byte[] weights = new byte[30_000];
            String first = hub.model("org/tiny")
                    .commit("first")
                    .file("README.md", "# Tiny\n")
                    .file("config.json", "{\"a\": 1}")
                    .file("empty.txt", "")
                    .file("sub/dür/文 😀.txt", "names\n")
                    .lfs("model.safetensors", weights)
                    .lfs("sub/same.safetensors", weights)
                    .id();
            String second = hub.model("org/tiny")
                    .commit("second")
                    .file("config.json", "{\"a\": 2}")
                    .remove("README.md")
                    .id();
            hub.model("org/tiny").ref("refs/pr/1", second);
            hub.model("org/large").commit("first").lfs("model.safetensors", new byte[70_000]);
            hub.dataset("data").commit("first").file("train.csv", "a,b\n");
            hub.space("org/app").commit("first").lfs("same.safetensors", weights);
            var environment = new HashMap<>(more);
            environment.put("HF_ENDPOINT", hub.endpoint());
            environment.put("HF_HUB_CACHE", cache.toString());
            environment.put("HF_HOME", cache.resolveSibling("home").toString());
            python.run(environment, script, first);
        }
    }
}
