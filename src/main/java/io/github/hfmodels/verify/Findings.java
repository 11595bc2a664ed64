package io.github.hfmodels.verify;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Collects findings, each once, and no more than memory should hold: if there are too many, rather those that fail a build. */
final class Findings {

    /** The same thing, whoever found it. */
    private record Subject(Finding.Kind kind, Path path) {}

    private final Map<Subject, Finding> findings = new LinkedHashMap<>();
    private final Deque<Subject> optional = new ArrayDeque<>();
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
        } else if (findings.size() < VerifyResult.MAX_FINDINGS || hasPlaceFor(finding)) {
            findings.put(subject, finding);
            if (finding.isOptional()) {
                optional.add(subject);
            }
        } else {
            more++;
        }
    }

    /** Drops an optional finding for one that is not. */
    private boolean hasPlaceFor(Finding finding) {
        while (!finding.isOptional() && !optional.isEmpty()) {
            Subject dropped = optional.pop();
            Finding known = findings.get(dropped);
            // Others may need it, too, by now.
            if (known != null && known.isOptional()) {
                findings.remove(dropped);
                more++;
                return true;
            }
        }
        return false;
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
