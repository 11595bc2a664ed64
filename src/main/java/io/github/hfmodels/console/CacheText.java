package io.github.hfmodels.console;

import io.github.hfmodels.cache.CacheInventory;
import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.SourceId;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a cache holds as lines for the console, each of at most 93 columns, so 100 after the mark of a line. */
final class CacheText {

    private static final int WIDTH = 93;
    private static final String ROW = "%9s  %9s  %7s  %-19s  ";
    private static final int MIN_WIDTH = 20;
    private static final int MAX_REFS = 8;
    private static final int MAX_DAMAGE = 5;
    private static final int MAX_FOREIGN = 20;
    private static final Comparator<Repository> LARGEST_FIRST =
            Comparator.comparingLong(Repository::size).reversed().thenComparing(Repository::folder);

    private final CacheReport report;
    private final CacheInventory inventory;
    private final List<String> lines = new ArrayList<>();

    private CacheText(CacheReport report) {
        this.report = report;
        this.inventory = report.inventory();
    }

    static List<String> lines(CacheReport report) {
        var text = new CacheText(report);
        text.add();
        return text.lines;
    }

    private void add() {
        String cache = Printable.of(report.cache().toString());
        if (!Files.exists(report.cache()) && inventory.repositories().isEmpty()) {
            add("", "There is no cache at " + cache + "; the first download makes it");
            return;
        }
        if (inventory.repositories().isEmpty()) {
            add("", "The cache " + cache + " has no repositories");
        } else {
            add(row("SIZE", "REVISIONS", "FILES", "LAST USE"), "REPOSITORY (REFS)");
            inventory.repositories().stream().sorted(LARGEST_FIRST).forEach(this::add);
            addTotal(cache);
        }
        addLeftovers();
        addForeign();
    }

    private static String row(Object size, Object revisions, Object files, Object use) {
        return String.format(Locale.ROOT, ROW, size, revisions, files, use);
    }

    private void add(Repository repository) {
        String row = row(
                ByteCount.format(repository.size()),
                repository.revisions().size(),
                repository.contents().size(),
                LastUse.of(repository));
        add(row, repository.repo() + refs(repository.refs()));
        String indent = " ".repeat(row.length());
        repository.sdkSnapshots().forEach(snapshot -> addOwn(indent, snapshot.name(), snapshot.ownFiles()));
        repository.damage().stream().limit(MAX_DAMAGE).forEach(damage -> add(indent, label(damage) + sentence(damage)));
        addMore(indent, repository.damage().size() - MAX_DAMAGE);
    }

    private void addOwn(String indent, String revision, List<CachedFile> files) {
        if (!files.isEmpty()) {
            long size = ByteCount.sum(files, file -> file.blob().size());
            add(
                    indent,
                    "of ModelScope's SDK: " + ResultReport.count(files.size(), "file") + " (" + ByteCount.format(size)
                            + ") of " + Printable.of(revision) + ", which no goal deletes");
        }
    }

    private static String refs(List<CachedRef> refs) {
        if (refs.isEmpty()) {
            return "";
        }
        String more = refs.size() > MAX_REFS ? ", and " + (refs.size() - MAX_REFS) + " more" : "";
        return refs.stream()
                .limit(MAX_REFS)
                .map(ref -> Printable.of(ref.name()))
                .collect(Collectors.joining(", ", " (", more + ")"));
    }

    /** A folder on another disk is as good as any. */
    private static String label(Damage damage) {
        boolean isElsewhere = Files.isSymbolicLink(damage.path()) && Files.isDirectory(damage.path());
        return isElsewhere ? "not counted: " : "damaged: ";
    }

    private String sentence(Damage damage) {
        return damage.reason() + "; " + report.advice().of(damage.advice());
    }

    private void addMore(String indent, int more) {
        if (more > 0) {
            add(indent, "and " + more + " more, as JSON by hf.listFile");
        }
    }

    private void addTotal(String cache) {
        List<Repository> whole = inventory.whole();
        int revisions = whole.stream()
                .mapToInt(repository -> repository.revisions().size())
                .sum();
        int files = whole.stream()
                .mapToInt(repository -> repository.contents().size())
                .sum();
        add(
                "",
                "Total: " + ByteCount.format(inventory.size()) + " in "
                        + count(whole.size(), "repository", "repositories") + ", "
                        + ResultReport.count(revisions, "revision") + ", " + ResultReport.count(files, "file")
                        + (inventory.shared().isEmpty() ? "" : "; what repositories share is counted once")
                        + (whole.size() < inventory.repositories().size() ? "; damaged ones are not counted" : ""));
        add("", "The cache is " + cache);
        inventory.repositories().stream()
                .filter(repository -> repository.repo().source() == SourceId.MODELSCOPE)
                .findFirst()
                // Above models, or datasets.
                .map(repository -> repository.folder().resolve("../..").normalize())
                .ifPresent(other -> add("", "ModelScope's cache is " + Printable.of(other.toString())));
    }

    /** Without those of damaged repositories, which nobody deletes. */
    private void addLeftovers() {
        List<Repository> whole = inventory.whole();
        List<CachedBlob> parts = whole.stream()
                .flatMap(repository -> repository.parts().stream())
                .toList();
        List<CachedBlob> unlinked = Stream.concat(
                        whole.stream()
                                .flatMap(repository -> repository.unlinkedBlobs().stream())
                                // The shared store has the content of others.
                                .filter(blob -> blob.content().equals(blob.path())),
                        inventory.unlinkedShared().stream())
                .toList();
        if (!parts.isEmpty() || !unlinked.isEmpty()) {
            add(
                    "",
                    "Besides: " + count(parts.size(), "part of a download", "parts of downloads") + " ("
                            + size(parts) + ") and " + count(unlinked.size(), "blob", "blobs") + " without a link ("
                            + size(unlinked) + "), which " + report.advice().goal()
                            + "prune deletes, parts when they are a day old");
        }
    }

    private static String size(List<CachedBlob> blobs) {
        return ByteCount.format(ByteCount.sum(blobs, CachedBlob::size));
    }

    private void addForeign() {
        List<Damage> foreign = inventory.foreign();
        if (!foreign.isEmpty()) {
            add("", count(foreign.size(), "entry is no repository", "entries are no repositories") + ":");
            foreign.stream().limit(MAX_FOREIGN).forEach(damage -> add("  ", sentence(damage)));
            addMore("  ", foreign.size() - MAX_FOREIGN);
        }
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** Adds a text in as many lines as it needs, those after the first indented as the first is. */
    private void add(String start, String text) {
        String rest = Printable.line(text);
        String before = start;
        while (!rest.isEmpty()) {
            int end = end(rest, Math.max(MIN_WIDTH, WIDTH - start.length()));
            lines.add((before + rest.substring(0, end)).stripTrailing());
            rest = rest.substring(end).stripLeading();
            before = " ".repeat(start.length());
        }
    }

    /** Where a line of the text ends, at best after a blank or a slash, and never before a colon, which may begin a command of a CI system. */
    private static int end(String text, int width) {
        int columns = 0;
        int best = 0;
        int good = 0;
        int end = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (c != ':') {
                good = end;
                best = end > 0 && isBreak(text.charAt(end - 1)) ? end : best;
            }
            // No terminal shows a character wider than two columns.
            columns += c < 0x7f ? 1 : 2;
            if (columns > width) {
                return best > 0 ? best : good > 0 ? good : end;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    private static boolean isBreak(char c) {
        return c == ' ' || c == '/';
    }
}
