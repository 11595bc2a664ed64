package io.github.hfmodels.console;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.DiskFailure;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserTimeZone;
import io.github.hfmodels.prune.PrunePlan;
import io.github.hfmodels.prune.PrunePlan.Cause;
import io.github.hfmodels.prune.PrunePlan.Going;
import io.github.hfmodels.prune.PrunePlan.LeftAlone;
import io.github.hfmodels.prune.PrunePlan.OfRepository;
import io.github.hfmodels.prune.PrunePlan.Reason;
import io.github.hfmodels.prune.PruneResult;
import io.github.hfmodels.prune.PruneResult.Kind;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is to be deleted from the cache, and what was, as lines for the console, which with Maven's prefix have at most 100 columns. */
public final class PruneText {

    private static final int MAX_WIDTH = 100 - "[WARNING] ".length();
    private static final int MAX_REVISIONS = 50;
    private static final int MAX_FAILURES = 20;
    private static final int NAME_WIDTH = 26;

    private static final Map<Kind, String> NAMES = Map.of(
            Kind.REVISION, "revision",
            Kind.REF, "ref",
            Kind.BLOB, "blob",
            Kind.PART, "part",
            Kind.ABSENCE, "absence mark",
            Kind.LISTING, "listing",
            Kind.SHARED, "shared content",
            Kind.REPOSITORY, "repository folder");

    private PruneText() {}

    /** What goes, by repository, and the total. */
    public static List<String> lines(PrunePlan plan) {
        var lines = new ArrayList<String>();
        for (OfRepository each : plan.repositories()) {
            lines.add(each.repo() + ": " + ByteCount.format(each.bytes())
                    + (each.isAll() ? ", nothing is left of it" : ""));
            addRevisions(each, lines);
            each.ghosts().stream()
                    .limit(MAX_REVISIONS)
                    .forEach(ref -> lines.add(line("ref " + ref.name(), 0, "names a commit without a snapshot")));
            addSome(lines, each.parts().size(), "part", OfRepository.sizeOf(each.parts()), "not written for a day");
            addSome(
                    lines,
                    each.loose().size(),
                    "blob",
                    OfRepository.sizeOf(each.loose()),
                    "no snapshot has a link to it");
            addSome(
                    lines,
                    each.listings().size(),
                    "listing",
                    ByteCount.sum(each.listings(), listing -> listing.file().size()),
                    "of commits that have no snapshot then");
            addSome(
                    lines,
                    each.absences().size(),
                    "absence mark",
                    OfRepository.sizeOf(each.absences()),
                    "files that the Hub did not have");
        }
        if (!plan.shared().isEmpty()) {
            long bytes = ByteCount.sum(plan.shared(), CachedBlob::size);
            lines.add("The contents that repositories share: " + ByteCount.format(bytes));
            addSome(lines, plan.shared().size(), "content", bytes, "no repository has a link to it");
        }
        lines.add("To delete: " + ByteCount.format(plan.bytes()) + "; " + ByteCount.format(plan.sizeAfter()) + " of "
                + ByteCount.format(plan.sizeBefore()) + " stay");
        return fitting(lines.stream());
    }

    @UserTimeZone
    private static void addRevisions(OfRepository repository, List<String> lines) {
        List<Going> revisions = repository.revisions();
        for (Going each : revisions.subList(0, Math.min(MAX_REVISIONS, revisions.size()))) {
            LocalDate used = LocalDate.ofInstant(each.revision().lastUse(), ZoneId.systemDefault());
            String refs = each.refs().stream().map(ref -> ref.name()).collect(Collectors.joining(", "));
            String reason = each.reason() == Reason.UNNAMED
                    ? "last used " + used + ", no ref or lock names it"
                    : "last used " + used + ", for the size" + (refs.isEmpty() ? "" : "; refs: " + refs);
            lines.add(line("revision " + each.revision().commit().hex().substring(0, 8), each.bytes(), reason));
        }
        if (revisions.size() > MAX_REVISIONS) {
            lines.add("  ... and " + (revisions.size() - MAX_REVISIONS) + " more revisions");
        }
    }

    private static void addSome(List<String> lines, int count, String what, long bytes, String reason) {
        if (count > 0) {
            lines.add(line(ResultReport.count(count, what), bytes, reason));
        }
    }

    private static String line(String what, long bytes, String reason) {
        return String.format(
                Locale.ROOT,
                "  %-" + NAME_WIDTH + "s  %9s  %s",
                cut(Printable.of(what), NAME_WIDTH),
                ByteCount.format(bytes),
                Printable.of(reason));
    }

    /**
     * What stays although it would go, one line each.
     *
     * @param goal the command for a goal without its name
     */
    public static List<String> leftAlone(List<LeftAlone> all, String goal) {
        var lines = new ArrayList<String>();
        for (LeftAlone each : all.subList(0, Math.min(MAX_REVISIONS, all.size()))) {
            String detail = each.detail().isEmpty() ? "" : " (" + each.detail() + ")";
            lines.add("Left alone, " + cause(each.cause()) + ": " + each.what() + detail);
        }
        if (all.size() > MAX_REVISIONS) {
            lines.add("... and " + (all.size() - MAX_REVISIONS) + " more left alone");
        }
        if (all.stream().anyMatch(each -> each.cause() == Cause.DAMAGED)) {
            lines.add("See what is damaged: " + goal + "verify");
        }
        return fitting(lines.stream());
    }

    private static String cause(Cause cause) {
        return switch (cause) {
            case RECENT -> "used within hf.keepDays";
            case YOUNG -> "written within a day";
            case DAMAGED -> "damaged";
            case IN_USE -> "in use just now";
            case CHANGED -> "changed in the meantime";
            case FOREIGN -> "it has something that is not of the cache";
        };
    }

    /** What was deleted, in one line or two. */
    public static List<String> summary(PruneResult result) {
        var lines = new ArrayList<String>();
        String line = "Freed " + ByteCount.format(result.bytes()) + ": ";
        if (result.counts().isEmpty()) {
            return List.of(line + "nothing was deleted");
        }
        String separator = "";
        for (Kind kind : Kind.values()) {
            int count = result.counts().getOrDefault(kind, 0);
            String text = ResultReport.count(count, NAMES.getOrDefault(kind, ""));
            if (count > 0) {
                if (line.length() + separator.length() + text.length() + 1 > MAX_WIDTH) {
                    lines.add(line + ",");
                    line = "  ";
                    separator = "";
                }
                line += separator + text;
                separator = ", ";
            }
        }
        lines.add(line);
        return lines;
    }

    /** What could not be deleted, one line each, the first of them and how many more there are. */
    public static List<String> failures(PruneResult result) {
        List<String> all = result.failures().stream()
                .limit(MAX_FAILURES)
                .map(failure -> Printable.of(failure.path().toString()) + " cannot be deleted: "
                        + DiskFailure.sentence(failure.cause(), failure.path()))
                .map(Printable::line)
                .toList();
        int more = result.failures().size() - all.size();
        return more == 0
                ? all
                : Stream.concat(all.stream(), Stream.of("... and " + more + " more cannot be deleted"))
                        .toList();
    }

    private static List<String> fitting(Stream<String> lines) {
        return lines.map(line -> cut(line, MAX_WIDTH)).toList();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
