package io.github.hfmodels.prune;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A cache of random repositories, as a description of it; the times of things are their ages. */
final class RandomCache {

    static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    /** What is on the disk at a path: so many bytes, or a link. */
    record Entry(long size, @Nullable String link, Duration age) {}

    /** A repository; the values of the maps are blobs, commits and ages. */
    static final class Repo {
        final RepoId id;
        final String folder;
        final boolean hasLinks;
        final Map<String, Map<String, String>> snapshots = new TreeMap<>();
        final Map<String, String> refs = new TreeMap<>();
        /** The size of each blob, or the content of the shared store that it is a link to. */
        final Map<String, String> blobs = new TreeMap<>();

        final Set<String> parts = new TreeSet<>();
        final Set<String> trees = new TreeSet<>();
        final Set<String> absences = new TreeSet<>();
        boolean isDamaged;

        Repo(String name, boolean hasLinks) {
            this.id = new RepoId(RepoType.MODEL, "org/" + name);
            this.folder = "models--org--" + name;
            this.hasLinks = hasLinks;
        }
    }

    final List<Repo> repos = new ArrayList<>();
    /** The contents of the shared store, and whether each has a manifest. */
    final Map<String, Boolean> shared = new TreeMap<>();

    final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Random random;

    RandomCache(Random random) {
        this.random = random;
        for (int i = 0; i < 3; i++) {
            shared.put(String.valueOf((char) ('a' + i)).repeat(64), chance(80));
        }
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            repos.add(repo("r" + i));
        }
        shared.forEach((content, hasManifest) -> addShared(content, hasManifest));
        repos.forEach(this::addEntries);
    }

    static String commit(int i) {
        return Integer.toHexString(i + 1).repeat(40);
    }

    static String sharedPath(String content) {
        return "blobs/" + content.substring(0, 2) + "/" + content;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Duration age() {
        return Duration.ofMinutes(chance(30) ? 10 + random.nextInt(1_400) : 1_500 + random.nextInt(300_000));
    }

    private Repo repo(String name) {
        var repo = new Repo(name, chance(75));
        for (int i = 0; i < 6; i++) {
            if (repo.hasLinks && chance(60)) {
                String blob = Integer.toHexString(10 + i).repeat(40);
                boolean isShared = chance(25);
                repo.blobs.put(
                        blob,
                        isShared
                                ? List.copyOf(shared.keySet()).get(random.nextInt(shared.size()))
                                : String.valueOf(1 + random.nextInt(99)));
            }
        }
        List<String> blobs = List.copyOf(repo.blobs.keySet());
        for (int i = 0; i < 4; i++) {
            if (chance(60)) {
                var files = new TreeMap<String, String>();
                for (int j = random.nextInt(4); j > 0 && (!repo.hasLinks || !blobs.isEmpty()); j--) {
                    files.put(
                            chance(50) ? "f" + j : "sub/f" + j,
                            repo.hasLinks
                                    ? blobs.get(random.nextInt(blobs.size()))
                                    : String.valueOf(1 + random.nextInt(99)));
                }
                repo.snapshots.put(commit(i), files);
            }
        }
        for (String ref : List.of("main", "v1", "refs/pr/1", "a/b/c")) {
            if (chance(35)) {
                // Mostly of a commit that has a snapshot.
                List<String> commits = List.copyOf(repo.snapshots.keySet());
                boolean isGhost = commits.isEmpty() || chance(15);
                repo.refs.put(
                        ref, isGhost ? commit(4 + random.nextInt(2)) : commits.get(random.nextInt(commits.size())));
            }
        }
        for (String ending : List.of(".01234567.incomplete", ".hf-models.incomplete", ".tmp")) {
            if (chance(25)) {
                repo.parts.add("f".repeat(64) + ending);
            }
            if (chance(20)) {
                repo.parts.add("f".repeat(64) + ending + ".journal");
            }
        }
        for (int i = 0; i < 6; i++) {
            if (chance(40)) {
                repo.trees.add(commit(i));
            }
            if (chance(20)) {
                repo.absences.add(commit(i) + "/sub/none.json");
            }
        }
        repo.isDamaged = chance(8);
        return repo;
    }

    private void addShared(String content, boolean hasManifest) {
        file(sharedPath(content), 1 + random.nextInt(99));
        if (hasManifest) {
            file(sharedPath(content) + ".refs", 0);
        }
    }

    private void addEntries(Repo repo) {
        String folder = repo.folder + "/";
        repo.blobs.forEach((blob, value) -> {
            if (shared.containsKey(value)) {
                link(folder + "blobs/" + blob, "../../" + sharedPath(value));
            } else {
                file(folder + "blobs/" + blob, Integer.parseInt(value));
            }
        });
        repo.snapshots.forEach((commit, files) -> files.forEach((path, blob) -> {
            String file = folder + "snapshots/" + commit + "/" + path;
            if (repo.hasLinks) {
                link(file, (path.contains("/") ? "../" : "") + "../../blobs/" + blob);
            } else {
                file(file, Integer.parseInt(blob));
            }
        }));
        repo.refs.forEach((ref, commit) -> file(folder + "refs/" + ref, 40));
        repo.parts.forEach(part -> file(folder + "blobs/" + part, 1 + random.nextInt(99)));
        repo.trees.forEach(commit -> file(folder + "trees/" + commit + ".json", 1 + random.nextInt(9)));
        repo.absences.forEach(absence -> file(folder + ".no_exist/" + absence, 0));
        if (repo.isDamaged) {
            link(folder + "snapshots/" + commit(9) + "/lost", "../../blobs/lost");
        }
    }

    private void file(String path, int size) {
        entries.put(path, new Entry(size, null, age()));
    }

    private void link(String path, String target) {
        entries.put(path, new Entry(0, target, Duration.ZERO));
    }

    /** When a snapshot was last used: its youngest file, or its folder where it has none. */
    Duration lastUse(Repo repo, String commit) {
        return repo.snapshots.get(commit).entrySet().stream()
                .map(file -> content(repo, commit, file.getKey(), file.getValue()))
                .map(path -> entries.get(path).age())
                .min(Duration::compareTo)
                .orElse(emptyAge(commit));
    }

    /** Where the bytes of a file of a snapshot are. */
    String content(Repo repo, String commit, String path, String blob) {
        return repo.hasLinks ? content(repo, blob) : repo.folder + "/snapshots/" + commit + "/" + path;
    }

    /** Where the bytes of a blob are. */
    String content(Repo repo, String blob) {
        String value = repo.blobs.get(blob);
        return shared.containsKey(value) ? sharedPath(value) : repo.folder + "/blobs/" + blob;
    }

    private static Duration emptyAge(String commit) {
        return Duration.ofDays(20 * Character.digit(commit.charAt(0), 16));
    }

    void write(Path cache) throws IOException {
        Files.createDirectories(cache.resolve("blobs"));
        Files.writeString(cache.resolve("blobs/.huggingface-shared-blobs"), "1\n");
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            write(cache.resolve(each.getKey()), each.getKey(), each.getValue());
        }
        for (Repo repo : repos) {
            Files.createDirectories(cache.resolve(repo.folder).resolve("snapshots"));
            for (String commit : repo.snapshots.keySet()) {
                Path snapshot = cache.resolve(repo.folder).resolve("snapshots").resolve(commit);
                Files.createDirectories(snapshot);
                setAge(snapshot, emptyAge(commit));
            }
        }
    }

    private void write(Path file, String path, Entry entry) throws IOException {
        Files.createDirectories(file.getParent());
        if (entry.link() != null) {
            Files.createSymbolicLink(file, Path.of(entry.link()));
            return;
        }
        Files.writeString(file, path.contains("/refs/") ? commitOf(path) : "x".repeat((int) entry.size()));
        if (path.endsWith(".refs")) {
            Files.writeString(file, manifest(path.substring(path.length() - 69, path.length() - 5)));
        }
        setAge(file, entry.age());
    }

    private String commitOf(String path) {
        return repos.stream()
                .filter(repo -> path.startsWith(repo.folder + "/refs/"))
                .map(repo -> repo.refs.get(path.substring(repo.folder.length() + 6)))
                .findFirst()
                .orElseThrow();
    }

    /** All blobs that are links to it, and lines that say nothing. */
    private String manifest(String content) {
        var lines = new StringBuilder("models--org--gone/blobs/x\n../../etc/blobs/x\n");
        for (Repo repo : repos) {
            repo.blobs.forEach((blob, value) -> {
                if (value.equals(content)) {
                    lines.append(repo.folder).append("/blobs/").append(blob).append('\n');
                }
            });
        }
        return lines.toString();
    }

    private static void setAge(Path file, Duration age) throws IOException {
        FileTime time = FileTime.from(NOW.minus(age));
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, time, null);
    }
}
