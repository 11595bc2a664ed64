package io.github.hfmodels.bom;

import io.github.hfmodels.describe.DescribedModel;
import io.github.hfmodels.lockfile.LockedModel;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.plan.ModelRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A repository at a commit, with all that the build takes of it. Several selections of it are one component, as auditors count them.
 *
 * @param repo where it is
 * @param commit which state of it
 * @param parts what is taken of it, at least one
 */
record BomModel(RepoId repo, CommitHash commit, List<DescribedModel> parts) {

    private static final Comparator<DescribedModel> ORDER =
            Comparator.comparing(part -> part.request().key());

    /** The components for models, sorted by their package URLs. */
    static Collection<BomModel> of(List<DescribedModel> models) {
        SortedMap<String, List<DescribedModel>> byUrl = models.stream()
                .sorted(ORDER)
                .collect(Collectors.groupingBy(
                        each -> PackageUrls.of(each.model().repo(), each.model().commit()),
                        TreeMap::new,
                        Collectors.toList()));
        return byUrl.values().stream()
                .map(parts -> new BomModel(
                        parts.get(0).model().repo(), parts.get(0).model().commit(), parts))
                .toList();
    }

    /** The package URL, which is also what the rest of the bill of materials calls it. */
    String url() {
        return PackageUrls.of(repo, commit);
    }

    /** The declared licence; null where none is known. */
    @Nullable
    String license() {
        return models().map(LockedModel::license)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    ModelCard card() {
        return models().map(LockedModel::card)
                .filter(card -> !card.equals(ModelCard.EMPTY))
                .findFirst()
                .orElse(ModelCard.EMPTY);
    }

    /** Whether licence, card and scan were asked for, by any of the parts. */
    boolean isKnown() {
        return parts.stream().anyMatch(DescribedModel::isKnown);
    }

    /** The files of all parts, sorted by path, with a hash where one of them knows it. */
    Collection<RepoFile> files() {
        var files = new TreeMap<String, RepoFile>();
        models().flatMap(model -> model.files().stream())
                .forEach(file -> files.merge(
                        file.path(), file, (one, other) -> one.contentSha256().isPresent() ? one : other));
        return files.values();
    }

    /** The worst verdict on a file; empty where there is none. */
    Optional<ScanVerdict> scan(RepoFile file) {
        return ScanVerdict.worst(models().map(LockedModel::scans)
                .map(scans -> scans.get(file.path()))
                .filter(Objects::nonNull)
                .toList());
    }

    /** The worst verdict on all files; empty where there is none. */
    Optional<ScanVerdict> scan() {
        return ScanVerdict.worst(
                models().flatMap(model -> model.scan().stream()).toList());
    }

    /** The texts that the parts have, each once, sorted. */
    List<String> texts(Function<DescribedModel, String> text) {
        return parts.stream().map(text).distinct().sorted().toList();
    }

    /** Whether the build itself wants it, and not only another model. */
    boolean isWanted() {
        return parts.stream().anyMatch(part -> part.request().neededBy() == null);
    }

    /**
     * The package URLs of the models that it needs, sorted.
     *
     * @param urls for each model that the build wants, by identity, the package URLs of it and of its companions, by
     *     {@link ModelRequest#key()}
     */
    List<String> needs(Map<ModelRequest, Map<String, String>> urls) {
        var needs = new ArrayList<String>();
        for (DescribedModel part : parts) {
            part.model().companions().stream()
                    .map(companion -> part.request().companion(companion).key())
                    .map(urls.getOrDefault(part.request().wanted(), Map.of())::get)
                    .filter(Objects::nonNull)
                    .filter(url -> !url.equals(url()))
                    .forEach(needs::add);
        }
        return needs.stream().distinct().sorted().toList();
    }

    private Stream<LockedModel> models() {
        return parts.stream().map(DescribedModel::model);
    }
}
