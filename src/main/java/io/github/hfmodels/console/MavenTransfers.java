package io.github.hfmodels.console;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadDisplay;
import java.io.File;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.transfer.TransferListener;
import org.eclipse.aether.transfer.TransferResource;
import org.jspecify.annotations.Nullable;

/**
 * Shows downloads with Maven's own transfer listener, so that they look like Maven's downloads, and {@code -B}, {@code -ntp} and
 * {@code -q} have their usual effect.
 *
 * <p>A file of 1 MiB or more is a transfer of its own, but only the 20 largest of a model; all others are one transfer together.
 * So a model prints at most 42 lines where Maven prints two for each transfer.
 */
final class MavenTransfers implements DownloadDisplay {

    private static final long MIN_SINGLE_BYTES = 1L << 20;
    private static final int MAX_SINGLE = 20;
    /** How many report progress at once: as many as Maven itself downloads, which fit into its one line. */
    private static final int MAX_MOVING = 5;

    /** What is left of a terminal's usual 80 columns after the level; Maven's line is not longer. */
    private static final int LINE_WIDTH = 72;

    private static final int MOST_WRAPPERS = 5;

    private final RepositorySystemSession session;
    private final TransferListener listener;
    private final Function<SourceId, URI> endpoints;
    private final File module;
    private final LongSupplier nanoTime;
    private final Semaphore moving = new Semaphore(MAX_MOVING);
    private final Map<String, MavenTransfer> transfers = new ConcurrentHashMap<>();

    /**
     * @param endpoints give the base address of a source
     * @param module the module's folder, which distinguishes its transfers from those of other modules
     * @param nanoTime as {@link System#nanoTime()}
     */
    MavenTransfers(
            RepositorySystemSession session,
            TransferListener listener,
            Function<SourceId, URI> endpoints,
            Path module,
            LongSupplier nanoTime) {
        this.session = session;
        this.listener = listener;
        this.endpoints = endpoints;
        this.module = module.toFile();
        this.nanoTime = nanoTime;
    }

    /** Maven's own display, where the session has one, and a line every 30 seconds, since Maven's may not move. */
    static DownloadDisplay of(MavenSession session, Function<SourceId, URI> endpoints, Path module) {
        @Nullable RepositorySystemSession repositories = session.getRepositorySession();
        @Nullable TransferListener listener = repositories == null ? null : repositories.getTransferListener();
        return new Heartbeat(
                repositories == null || listener == null
                        ? DownloadDisplay.NONE
                        : new MavenTransfers(repositories, listener, endpoints, module, System::nanoTime),
                lineWidth(session));
    }

    /** The least length of lines that cover what a terminal shows in their place; 0 where there is no terminal. */
    static int lineWidth(MavenSession session) {
        return Terminal.isInteractive(session) ? LINE_WIDTH : 0;
    }

    /**
     * Whether Maven shows on the terminal how far downloads are: not with {@code -B}, {@code -ntp}, {@code -q} and {@code -l}. Only the
     * class of its listener says so, which newer versions have within others.
     */
    static boolean areOnTerminal(MavenSession session) {
        // That of the session has more in it.
        Object listener =
                session.getRequest() == null ? null : session.getRequest().getTransferListener();
        try {
            for (int i = 0; listener != null && i < MOST_WRAPPERS; i++) {
                if (listener.getClass().getSimpleName().equals("ConsoleMavenTransferListener")) {
                    return true;
                }
                Field wrapped = listener.getClass().getDeclaredField("delegate");
                wrapped.setAccessible(true);
                listener = wrapped.get(listener);
            }
            return false;
        } catch (ReflectiveOperationException | RuntimeException e) {
            // One of another program, which shows downloads in a way of its own, or not at all.
            return false;
        }
    }

    @Override
    public void planned(List<Download> downloads) {
        transfers.clear();
        downloads.stream()
                .collect(Collectors.groupingBy(download -> download.repo() + "@" + download.commit()))
                .values()
                .forEach(this::plannedOfModel);
    }

    private void plannedOfModel(List<Download> downloads) {
        List<Download> largestFirst = downloads.stream()
                .sorted(Comparator.comparingLong(Download::size).reversed())
                .toList();
        int single = (int) largestFirst.stream()
                .limit(MAX_SINGLE)
                .filter(download -> download.size() >= MIN_SINGLE_BYTES)
                .count();
        List<Download> together = largestFirst.subList(single, largestFirst.size());
        if (together.size() == 1) {
            single++;
        } else if (!together.isEmpty()) {
            String what = single == 0 ? " files)" : " smaller files)";
            MavenTransfer all = transfer(page(together.get(0).repo()) + " (" + together.size() + what, together);
            together.forEach(download -> transfers.put(key(download), all));
        }
        largestFirst.subList(0, single).forEach(download -> transfers.put(key(download), single(download)));
    }

    private MavenTransfer single(Download download) {
        return transfer(
                page(download.repo()) + "/resolve/" + download.commit() + "/" + Printable.of(download.path()),
                List.of(download));
    }

    private static String key(Download download) {
        return download.repo() + "@" + download.commit() + "/" + download.path();
    }

    /** The repository's address below the endpoint. */
    private static String page(RepoId repo) {
        return switch (repo.source()) {
            case HUGGING_FACE -> repo.toString();
            case MODELSCOPE -> repo.type().plural() + "/" + repo.id();
        };
    }

    private MavenTransfer transfer(String name, List<Download> downloads) {
        SourceId source = downloads.get(0).repo().source();
        long size = ByteCount.sum(downloads, Download::size);
        return new MavenTransfer(
                session,
                listener,
                // With the constructor that all versions of Maven have.
                () -> new TransferResource(
                                source.word(), endpoints.apply(source) + "/", Printable.line(name), module, null)
                        .setContentLength(size),
                downloads.size(),
                moving,
                nanoTime);
    }

    @Override
    public Transfer started(Download download) {
        MavenTransfer transfer = transfers.computeIfAbsent(key(download), unknown -> single(download));
        transfer.begin();
        return transfer;
    }

    @Override
    public void skipped(Download download) {
        @Nullable MavenTransfer transfer = transfers.get(key(download));
        if (transfer != null) {
            transfer.skipped();
        }
    }

    @Override
    public void finished() {
        transfers.values().forEach(MavenTransfer::finish);
    }
}
