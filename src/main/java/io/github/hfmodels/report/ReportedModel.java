package io.github.hfmodels.report;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.describe.OnlineStatus;
import io.github.hfmodels.describe.Website;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.preset.DuplicateWeights;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model in a report: one selection of files of a repository at a commit.
 *
 * @param described what is known of it
 * @param uses where the build uses it; empty where it is only a companion
 * @param neededBy the models whose companion it is, sorted; empty where the build itself wants it alone
 * @param findings by what it breaks rules
 * @param online what its source says of it today; null where that was not asked
 */
public record ReportedModel(
        DescribedModel described,
        List<Use> uses,
        List<String> neededBy,
        List<Finding> findings,
        @Nullable OnlineStatus online) {

    private static final Pattern ABSOLUTE = Pattern.compile("[/\\\\~]|[A-Za-z]:[/\\\\]");

    static final Comparator<ReportedModel> ORDER = Comparator.comparing(ReportedModel::key);

    /** How firmly a build holds on to a model's commit. */
    enum Hold {
        /** A lock file says which commit it is. */
        LOCKED,
        /** The build asks for a commit. */
        PINNED,
        /** The revision can move. */
        FLOATING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReportedModel {
        uses = uses.stream().distinct().sorted().toList();
        neededBy = neededBy.stream().distinct().sorted().toList();
        var known = new HashSet<List<@Nullable Object>>();
        // Several requests for the model have the same ones.
        findings = findings.stream()
                .filter(each -> known.add(
                        Arrays.asList(each.policy(), each.rule(), each.file(), each.found(), each.exemption())))
                .toList();
    }

    /**
     * A model as one request asks for it.
     *
     * @param uses where the build uses it
     */
    public ReportedModel(
            DescribedModel described, List<Use> uses, List<Finding> findings, @Nullable OnlineStatus online) {
        this(described, uses, neededBy(described.request()), findings, online);
    }

    private static List<String> neededBy(ModelRequest request) {
        return request.neededBy() == null
                ? List.of()
                : List.of(request.neededBy().toString());
    }

    LockedModel model() {
        return described.model();
    }

    Hold hold() {
        if (described.isLocked()) {
            return Hold.LOCKED;
        }
        return model().revision().isCommit() ? Hold.PINNED : Hold.FLOATING;
    }

    /** The weights that it has more than once; empty where there are none. */
    Optional<DuplicateWeights> duplicates() {
        return DuplicateWeights.of(model().repo().type(), model().selection(), model().files());
    }

    /** Tells it apart from other models of the report. */
    String key() {
        return model().repo() + "@" + model().revision() + "\n" + model().commit() + "\n" + hold() + "\n"
                + model().selection().key();
    }

    /** What is to be said of a finding's policy: of an absolute path the name alone, which is the same on all machines. */
    static String policy(Finding finding) {
        String origin = finding.policy().origin();
        return ABSOLUTE.matcher(origin).lookingAt()
                ? origin.substring(Math.max(origin.lastIndexOf('/'), origin.lastIndexOf('\\')) + 1)
                : origin;
    }

    /** The same model, which this and another description are about. */
    ReportedModel merge(ReportedModel other) {
        return new ReportedModel(
                described,
                Stream.concat(uses.stream(), other.uses.stream()).toList(),
                Stream.concat(neededBy.stream(), other.neededBy.stream()).toList(),
                Stream.concat(findings.stream(), other.findings.stream()).toList(),
                online);
    }

    /** The address of the page that the public site of its source has of it. */
    String page() {
        RepoId repo = model().repo();
        String files = Website.files(repo, model().commit());
        return files == null ? Website.page(repo) : files;
    }
}
