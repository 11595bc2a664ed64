package io.github.hfmodels.plan;

import io.github.hfmodels.cache.CachedRepository;
import io.github.hfmodels.cache.SnapshotCache;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.source.ModelSource;
import io.github.hfmodels.source.SourceException;
import io.github.hfmodels.source.SourceRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Size and hash of files of which a listing has the names alone. The source is asked only for files that are wanted, each once, since
 * a proxy may have to download a file to answer; and not for those that the snapshot in the cache has already.
 */
public final class FileMetadata {

    private static final Log LOG = Log.of(FileMetadata.class);

    private final SnapshotCache cache;
    private final SourceRegistry sources;
    private final int parallel;
    private final boolean believesCache;
    /** By repository, commit and path. */
    private final Map<String, RepoFile> known = new ConcurrentHashMap<>();

    /**
     * @param parallel how many files are asked for at once
     * @param believesCache whether the source need not be asked for what the snapshot in the cache has
     */
    public FileMetadata(SnapshotCache cache, SourceRegistry sources, int parallel, boolean believesCache) {
        this.cache = cache;
        this.sources = sources;
        this.parallel = parallel;
        this.believesCache = believesCache;
    }

    /**
     * The same files in the same order, each with size and hash.
     *
     * @throws SourceException when the source does not say them
     * @throws InterruptedIOException when the thread is interrupted
     */
    public List<RepoFile> complete(RepoId repo, CommitHash commit, List<RepoFile> files) throws IOException {
        if (files.stream().noneMatch(RepoFile::isNameOnly)) {
            return files;
        }
        CachedRepository repository = cache.repository(repo);
        String place = repo + "@" + commit + "/";
        for (RepoFile file : files) {
            if (file.isNameOnly() && believesCache) {
                repository.present(commit, file.path()).ifPresent(present -> known.put(place + file.path(), present));
            }
        }
        List<RepoFile> unknown = files.stream()
                .filter(file -> file.isNameOnly() && !known.containsKey(place + file.path()))
                .toList();
        if (!unknown.isEmpty()) {
            LOG.debug("{}: asking for size and hash of {}", repo, FileSelector.namesOf(unknown));
            ask(repo, commit, unknown, place);
        }
        return files.stream()
                .map(file -> file.isNameOnly() ? known.getOrDefault(place + file.path(), file) : file)
                .toList();
    }

    /** What messages call the source. */
    public String source(RepoId repo) {
        return sources.of(repo).host();
    }

    private void ask(RepoId repo, CommitHash commit, List<RepoFile> files, String place) throws IOException {
        ModelSource source = sources.of(repo);
        ThreadFactory daemons = task -> {
            var thread = new Thread(task, "hf-models-metadata");
            thread.setDaemon(true);
            return thread;
        };
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallel, files.size()), daemons);
        var failure = new AtomicReference<SourceException>();
        try {
            List<Future<Void>> answers = threads.invokeAll(files.stream()
                    .map(RepoFile::path)
                    .<Callable<Void>>map(path -> () -> {
                        // One failure is enough.
                        if (failure.get() == null) {
                            try {
                                known.put(place + path, source.describe(repo, commit, path));
                            } catch (SourceException e) {
                                failure.compareAndSet(null, e);
                            }
                        }
                        return null;
                    })
                    .toList());
            for (Future<Void> answer : answers) {
                answer.get();
            }
            SourceException first = failure.get();
            if (first != null) {
                throw first;
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking for files of " + repo);
        } finally {
            threads.shutdownNow();
        }
    }
}
