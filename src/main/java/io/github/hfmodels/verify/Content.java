package io.github.hfmodels.verify;

import io.github.hfmodels.model.Digest;
import io.github.hfmodels.verify.Finding.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A content on the disk, once however many names lead to it. */
final class Content {

    private final Path path;
    private final FileStamp stamp;
    private final Set<Digest> hashes = new LinkedHashSet<>();
    private final List<Place> places = new ArrayList<>();
    private boolean hasWrongLength;
    private @Nullable Verified verified;
    private @Nullable Kind problem;
    private String reason = "";

    /**
     * That a content has its hashes.
     *
     * @param begin when reading it began, in milliseconds since 1970
     * @param read the stamp while it was read
     * @param now the stamp after the access time was put back
     */
    record Verified(long begin, FileStamp read, FileStamp now) {}

    /**
     * @param path without links
     * @param stamp as it was found
     */
    Content(Path path, FileStamp stamp) {
        this.path = path;
        this.stamp = stamp;
    }

    /** Another place that has it, with the right length as far as that is known there, and the hashes that it must have there. */
    void add(Place place, boolean isLink, Set<Digest> expected) {
        hashes.addAll(expected);
        // What is wrong with it is one finding for the models of all places in the cache, and one for every copy or
        // hard
        // link outside, which has to be made anew.
        if (places.isEmpty() || !place.isLaidOut() || !isLink) {
            places.add(place);
        }
    }

    Path path() {
        return path;
    }

    FileStamp stamp() {
        return stamp;
    }

    Set<Digest> hashes() {
        return hashes;
    }

    List<Place> places() {
        return places;
    }

    /** Another place that has it and should have another length, which is a finding already. */
    void wrongLength() {
        hasWrongLength = true;
    }

    /** Of a content with a wrong length all is said, unless it is right for a file elsewhere. */
    boolean isToBeHashed() {
        return !hashes.isEmpty() && (!hasWrongLength || places.stream().anyMatch(place -> place.file() != null));
    }

    boolean isUnverifiable() {
        return !hasWrongLength && hashes.isEmpty();
    }

    /**
     * It has its hashes.
     *
     * @param begin when reading it began, in milliseconds since 1970
     * @param read its stamp while it was read
     * @param now its stamp after its access time was put back
     */
    void good(long begin, FileStamp read, FileStamp now) {
        if (now.hasContentOf(read)) {
            verified = new Verified(begin, read, now);
        }
    }

    /** It does not, or cannot be read. */
    void bad(Kind kind, String what) {
        problem = kind;
        reason = what;
    }

    /** The stamps with which it had its hashes; null when it has others, or was changed meanwhile. */
    @Nullable
    Verified verified() {
        return verified;
    }

    void report(Findings findings) {
        if (problem != null) {
            for (Place place : places) {
                Finding finding = place.finding(problem, reason);
                findings.add(finding, place.isLaidOut() ? place.path() : path);
            }
        }
    }
}
