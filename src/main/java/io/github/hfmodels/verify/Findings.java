package io.github.hfmodels.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Collects findings, each once, and no more than memory should hold. */
final class Findings {

    /** The same thing, whoever found it. */
    private record Subject(Finding.Kind kind, Path path) {}

    private final Map<Subject, Finding> findings = new LinkedHashMap<>();
    private long more;

    void add(Finding finding) {
        add(finding, finding.path());
    }

    /** @param path what is wrong, where several lead to it */
    void add(Finding finding, Path path) {
        var subject = new Subject(finding.kind(), path);
        Finding known = findings.get(subject);
        if (known != null) {
            findings.put(subject, joined(known, finding));
        } else if (findings.size() < VerifyResult.MAX_FINDINGS) {
            findings.put(subject, finding);
        } else {
            more++;
        }
    }

    private static Finding joined(Finding known, Finding other) {
        var models = new LinkedHashSet<>(known.models());
        models.addAll(other.models());
        return new Finding(
                known.kind(),
                known.repo(),
                known.commit(),
                known.file(),
                known.path(),
                known.reason(),
                List.copyOf(models));
    }

    List<Finding> list() {
        return new ArrayList<>(findings.values());
    }

    /** How many there are besides. */
    long more() {
        return more;
    }
}
