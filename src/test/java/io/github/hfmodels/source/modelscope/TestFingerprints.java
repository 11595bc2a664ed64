package io.github.hfmodels.source.modelscope;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.testhub.Content;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Fingerprints as the documentation says that they are computed. */
final class TestFingerprints {

    private TestFingerprints() {}

    /** The fingerprint of files whose names are ASCII. */
    static CommitHash of(Map<String, Content> files) {
        String lines = new TreeMap<>(files)
                .entrySet().stream()
                        .map(file -> file.getKey() + "\0" + file.getValue().size() + "\0"
                                + file.getValue().sha256() + "\n")
                        .collect(Collectors.joining());
        return new CommitHash(Digest.Algorithm.SHA256.of(lines.getBytes(StandardCharsets.UTF_8)));
    }
}
