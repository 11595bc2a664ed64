package io.github.hfmodels.plan;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.selection.Companion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Checks that a model's own files name what a lock says it needs of other repositories: a configuration always does. */
public final class NamedCompanions {

    /** A larger file is not a configuration. */
    private static final long MAX_CONFIGURATION = 32_000_000;

    private NamedCompanions() {}

    /**
     * Checks a locked model whose files are there.
     *
     * @throws UserException when no file names one of its companions
     * @throws IOException when a file cannot be read
     */
    public static void check(CachedRepository repository, ActiveLock lock, SnapshotPlan plan) throws IOException {
        // A file that names a companion may be among the excluded ones.
        if (plan.request().selection().patterns().excludes().stream().anyMatch(NamedCompanions::mayMatchJson)) {
            return;
        }
        List<Companion> unnamed = new ArrayList<>(plan.wanted().companions());
        List<RepoFile> configurations = plan.selected().stream()
                .filter(file -> file.path().endsWith(".json") && file.contentSize() <= MAX_CONFIGURATION)
                .sorted(Comparator.comparingLong(RepoFile::contentSize))
                .toList();
        for (RepoFile file : configurations) {
            if (unnamed.isEmpty()) {
                return;
            }
            byte[] content = Files.readAllBytes(repository.file(plan.listing().commit(), file));
            // JSON allows a slash to be escaped, and some programs do that.
            String text = new String(content, StandardCharsets.UTF_8).replace("\\/", "/");
            unnamed.removeIf(companion -> isNamed(companion.repo().id(), text) && isNamed(companion.revision(), companion.repo(), text));
        }
        if (!unnamed.isEmpty()) {
            Companion companion = unnamed.get(0);
            throw new UserException(
                    lock.name() + " has the companion " + companion.repo() + "@"
                            + Printable.of(companion.revision().name()) + ", which no file of the model names",
                    Advice.of("restore " + lock.name() + " from version control"));
        }
    }

    /** Whether a pattern may match a name that ends in {@code .json}, by what follows its last wildcard. */
    private static boolean mayMatchJson(String pattern) {
        int wildcard = Math.max(Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?')), pattern.lastIndexOf(']'));
        String end = pattern.substring(wildcard + 1);
        return end.endsWith(".json") || ".json".endsWith(end) || end.endsWith("/");
    }

    /** The default branch need not be: it is what is meant where no revision is named. */
    private static boolean isNamed(Revision revision, RepoId repo, String json) {
        return revision.equals(repo.source().defaultRevision()) || json.contains("\"" + revision + "\"");
    }

    /** Alone, or before the name of a module. */
    private static boolean isNamed(String id, String json) {
        return json.contains("\"" + id + "\"") || json.contains("\"" + id + "--");
    }
}
