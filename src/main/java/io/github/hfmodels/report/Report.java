package io.github.hfmodels.report;

import io.github.hfmodels.model.RepoFile;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the models of a build.
 *
 * @param project whose build it is
 * @param isOnline whether sources were asked what they say today
 * @param models the models, each once, sorted
 * @param failures the models of which nothing is known, each once for a message, sorted
 */
public record Report(Project project, boolean isOnline, List<ReportedModel> models, List<Failure> failures) {

    /**
     * A project.
     *
     * @param name its name, for people
     * @param coordinates its group id and its artifact id, separated by a colon; null outside a project
     * @param version its version; null outside a project
     * @param timestamp when it was made, as the POM has it for reproducible builds; null where the POM has nothing of it
     */
    public record Project(
            String name,
            @Nullable String coordinates,
            @Nullable String version,
            @Nullable Instant timestamp) {}

    /**
     * A model that could not be looked up.
     *
     * @param model as a user would write it
     * @param uses where the build uses it
     * @param message why, and what to do about it
     */
    public record Failure(String model, List<Use> uses, String message) {

        public Failure {
            uses = uses.stream().distinct().sorted().toList();
        }

        private Failure merge(Failure other) {
            return new Failure(
                    model, Stream.concat(uses.stream(), other.uses.stream()).toList(), message);
        }
    }

    public Report {
        var merged = new LinkedHashMap<String, ReportedModel>();
        models.forEach(model -> merged.merge(model.key(), model, ReportedModel::merge));
        models = merged.values().stream().sorted(ReportedModel.ORDER).toList();
        var failed = new LinkedHashMap<List<String>, Failure>();
        failures.forEach(each -> failed.merge(List.of(each.model, each.message), each, Failure::merge));
        failures = failed.values().stream()
                .sorted(Comparator.comparing(Failure::message))
                .toList();
    }

    /** All files, each once where several selections have it. */
    Collection<RepoFile> files() {
        var files = new LinkedHashMap<String, RepoFile>();
        for (ReportedModel each : models) {
            String commit = each.model().repo() + "@" + each.model().commit() + "\n";
            each.model().files().forEach(file -> files.putIfAbsent(commit + file.path(), file));
        }
        return files.values();
    }

    /** The models of each declared licence, by its name; those that declare none are left out. */
    Map<String, List<ReportedModel>> licenses() {
        return models.stream()
                .filter(each -> each.model().license() != null)
                .collect(Collectors.groupingBy(
                        each -> Objects.requireNonNull(each.model().license()), TreeMap::new, Collectors.toList()));
    }
}
