package io.github.hfmodels.prune;

import io.github.hfmodels.prune.RandomCache.Repo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rule of what goes, said once more, with sets alone and without regard to speed. */
record PruneRule(RandomCache cache, KeepRules rules) {

    /** A revision. */
    private record Revision(Repo repo, String commit) {}

    /** The paths that go. */
    Set<String> gone() {
        Set<Revision> going = new HashSet<>();
        List<Revision> candidates = new ArrayList<>();
        for (Revision revision : revisions()) {
            boolean isNamed = revision.repo().refs.containsValue(revision.commit());
            boolean stays = revision.repo().isDamaged || isNeeded(revision) || isRecent(revision);
            if (!stays && !isNamed) {
                going.add(revision);
            } else if (!stays) {
                candidates.add(revision);
            }
        }
        candidates.sort(Comparator.comparing(this::lastUse).reversed());
        Set<Revision> all = new HashSet<>(going);
        all.addAll(candidates);
        Set<String> goneWithAll = gone(all);
        for (Revision each : candidates) {
            boolean isTooLarge = rules.maxSize() != null && size(gone(going)) > rules.maxSize();
            if (isTooLarge && contents(each).stream().anyMatch(goneWithAll::contains)) {
                going.add(each);
            }
        }
        return gone(going);
    }

    /** The bytes that stay, without those of refs, absences and manifests. */
    long size(Set<String> gone) {
        return cache.entries.entrySet().stream()
                .filter(entry -> !gone.contains(entry.getKey()))
                .filter(entry ->
                        !entry.getKey().contains("/refs/") && !entry.getKey().endsWith(".refs"))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
    }

    private List<Revision> revisions() {
        return cache.repos.stream()
                .flatMap(repo -> repo.snapshots.keySet().stream().map(commit -> new Revision(repo, commit)))
                .toList();
    }

    private Duration lastUse(Revision revision) {
        return cache.lastUse(revision.repo(), revision.commit());
    }

    private boolean isRecent(Revision revision) {
        return rules.keepDays() != null && lastUse(revision).compareTo(Duration.ofDays(rules.keepDays())) <= 0;
    }

    private boolean isNeeded(Revision revision) {
        Set<String> names = rules.revisionsOf(revision.repo().id);
        return names.contains(revision.commit())
                || names.stream()
                        .anyMatch(name ->
                                revision.commit().equals(revision.repo().refs.get(name)));
    }

    /** What the revisions have of the repository's blobs; a file that is no link is its own, and so are needed blobs everybody's. */
    private Set<String> blobs(Repo repo, Set<Revision> revisions) {
        var blobs = new HashSet<String>();
        for (Revision each : revisions) {
            if (each.repo() == repo) {
                repo.snapshots
                        .get(each.commit())
                        .forEach((path, blob) -> blobs.add(repo.hasLinks ? blob : each.commit() + "/" + path));
            }
        }
        blobs.removeAll(repo.hasLinks ? rules.contentsOf(repo.id) : Set.of());
        return blobs;
    }

    /** Where the bytes of a revision are. */
    private Set<String> contents(Revision revision) {
        var contents = new HashSet<String>();
        revision.repo()
                .snapshots
                .get(revision.commit())
                .forEach((path, blob) -> contents.add(cache.content(revision.repo(), revision.commit(), path, blob)));
        return contents;
    }

    private Set<String> gone(Set<Revision> going) {
        Set<Revision> staying = new HashSet<>(revisions());
        staying.removeAll(going);
        var gone = new HashSet<String>();
        for (Repo repo : cache.repos) {
            if (!repo.isDamaged) {
                addGone(repo, going, staying, gone);
            }
        }
        for (String content : cache.shared.keySet()) {
            boolean isUsed = cache.repos.stream()
                    .anyMatch(repo -> repo.blobs.entrySet().stream()
                            .anyMatch(blob -> blob.getValue().equals(content)
                                    && !gone.contains(repo.folder + "/blobs/" + blob.getKey())));
            if (cache.shared.get(content) && !isUsed) {
                gone.add(RandomCache.sharedPath(content));
                gone.add(RandomCache.sharedPath(content) + ".refs");
            }
        }
        return gone;
    }

    private void addGone(Repo repo, Set<Revision> going, Set<Revision> staying, Set<String> gone) {
        String folder = repo.folder + "/";
        repo.snapshots.forEach((commit, files) -> {
            if (going.contains(new Revision(repo, commit))) {
                files.keySet().forEach(path -> gone.add(folder + "snapshots/" + commit + "/" + path));
            }
        });
        repo.refs.forEach((ref, commit) -> {
            boolean isGhost = !repo.snapshots.containsKey(commit);
            if (isGhost ? isOldGhost(repo, ref, commit) : going.contains(new Revision(repo, commit))) {
                gone.add(folder + "refs/" + ref);
            }
        });
        Set<String> used = blobs(repo, staying);
        used.addAll(rules.contentsOf(repo.id));
        repo.blobs.keySet().stream()
                .filter(blob -> !used.contains(blob))
                .forEach(blob -> gone.add(folder + "blobs/" + blob));
        for (String part : repo.parts) {
            String pair = part.endsWith(".journal") ? part.substring(0, part.length() - 8) : part + ".journal";
            if (isOld(folder + "blobs/" + part) && (!repo.parts.contains(pair) || isOld(folder + "blobs/" + pair))) {
                gone.add(folder + "blobs/" + part);
            }
        }
        repo.absences.forEach(absence -> gone.add(folder + ".no_exist/" + absence));
        for (String commit : repo.trees) {
            String tree = folder + "trees/" + commit + ".json";
            boolean isUnused = !repo.snapshots.containsKey(commit)
                    && !rules.revisionsOf(repo.id).contains(commit);
            if (going.contains(new Revision(repo, commit)) || (isUnused && isOld(tree))) {
                gone.add(tree);
            }
        }
    }

    /** Somebody who downloads has not begun, or has given up. */
    private boolean isOldGhost(Repo repo, String ref, String commit) {
        String tree = repo.folder + "/trees/" + commit + ".json";
        return isOld(repo.folder + "/refs/" + ref)
                && (!repo.trees.contains(commit) || isOld(tree))
                && repo.parts.stream().allMatch(part -> isOld(repo.folder + "/blobs/" + part));
    }

    private boolean isOld(String path) {
        return cache.entries.get(path).age().compareTo(Duration.ofDays(1)) >= 0;
    }
}
