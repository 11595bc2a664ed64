package io.github.hfmodels.mojo;

import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.plan.ActiveLock;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.plan.ModelRequest.Alternate;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.prefetch.PrefetchRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an execution of a module wants.
 *
 * @param id the execution's id
 * @param lockFile the lock file that it follows; null for none
 */
record ExecutionRequest(Module module, String id, @Nullable Path lockFile, PrefetchRequest request) {

    /** How many models all of them want. */
    static int models(List<ExecutionRequest> requests) {
        return requests.stream()
                .mapToInt(each -> each.request().models().size())
                .sum();
    }

    /** Where they may ask for models. */
    static Set<SourceId> sources(List<ExecutionRequest> requests) {
        return sources(requests.stream().flatMap(each -> each.request().models().stream()));
    }

    /** Where models, and the contents of their alternates, may be asked for. */
    static Set<SourceId> sources(Stream<ModelRequest> models) {
        return models.flatMap(model -> Stream.concat(
                        Stream.of(model.repo()),
                        Stream.ofNullable(model.alternate()).map(Alternate::repo)))
                .map(RepoId::source)
                .collect(Collectors.toSet());
    }

    /** The lock that all of them follow; null for none, or several. */
    static @Nullable ActiveLock commonLock(List<ExecutionRequest> requests) {
        boolean isCommon =
                requests.stream().map(ExecutionRequest::lockFile).distinct().count() == 1;
        return isCommon ? requests.get(0).request().lock() : null;
    }

    /**
     * One request for all that follow one lock and keep the same policies, since a content that several of them want is downloaded once.
     * Without checks.
     */
    static List<PrefetchRequest> joined(List<ExecutionRequest> requests) {
        return requests.stream()
                .collect(Collectors.groupingBy(
                        each -> List.of(
                                Optional.ofNullable(each.lockFile()),
                                each.request().policies()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(ofLock -> new PrefetchRequest(
                        distinct(ofLock),
                        ofLock.get(0).request().lock(),
                        List.of(),
                        null,
                        ofLock.get(0).request().policies()))
                .toList();
    }

    /** What is to be told of, each once whatever its aliases and folders are; optional where all of these are, with the first alternate. */
    static List<ModelRequest> distinctByKey(List<ModelRequest> models) {
        var distinct = new LinkedHashMap<String, ModelRequest>();
        models.stream()
                .map(ModelRequest::withoutDirectory)
                .forEach(model -> distinct.merge(model.key(), model, ModelRequest::merge));
        return List.copyOf(distinct.values());
    }

    private static List<ModelRequest> distinct(List<ExecutionRequest> requests) {
        return requests.stream()
                .flatMap(each -> each.request().models().stream())
                .distinct()
                .toList();
    }
}
