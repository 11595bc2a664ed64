package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelFailure;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.policy.Finding;
import io.github.hfmodels.preset.DuplicateWeights;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a prefetch would do now.
 *
 * @param models the models that could be planned, in the order of the request
 * @param failures the others
 * @param violations the rules that the plans break; the prefetch would fail with each of them
 * @param cache the cache's folder
 * @param freeSpace the bytes that are free on the cache's disk; empty when the file system does not say
 * @param bytesOfDisk how many bytes of it would be taken
 * @param requests how many requests would be made, at least
 * @param findings what breaks a rule of a policy, as far as that is known without a download
 */
public record PrefetchPlan(
        List<Model> models,
        List<ModelFailure> failures,
        List<UserException> violations,
        String cache,
        OptionalLong freeSpace,
        long bytesOfDisk,
        int requests,
        List<Finding> findings) {

    public PrefetchPlan {
        models = List.copyOf(models);
        failures = List.copyOf(failures);
        violations = List.copyOf(violations);
        findings = List.copyOf(findings);
    }

    /** The sum of plans for one cache; a content that two of them want counts twice. */
    public static PrefetchPlan sum(List<PrefetchPlan> plans) {
        return new PrefetchPlan(
                plans.stream().flatMap(plan -> plan.models().stream()).toList(),
                plans.stream().flatMap(plan -> plan.failures().stream()).toList(),
                plans.stream().flatMap(plan -> plan.violations().stream()).toList(),
                plans.get(0).cache(),
                plans.get(0).freeSpace(),
                ByteCount.sum(plans, PrefetchPlan::bytesOfDisk),
                plans.stream().mapToInt(PrefetchPlan::requests).sum(),
                plans.stream().flatMap(plan -> plan.findings().stream()).toList());
    }

    /**
     * One model.
     *
     * @param request what was asked for
     * @param commit the commit that the revision is at
     * @param files the files that are wanted, sorted by path
     * @param duplicates the weights that are among them more than once; empty if there are none
     */
    public record Model(
            ModelRequest request, CommitHash commit, List<File> files, Optional<DuplicateWeights> duplicates) {

        public Model {
            files = List.copyOf(files);
        }

        /** The length in bytes of all its files. */
        public long size() {
            return ByteCount.sum(files, File::size);
        }

        /** The files whose content must be downloaded. */
        public List<File> lacking() {
            return files.stream().filter(file -> !file.isCached()).toList();
        }

        /** How many bytes must be downloaded. */
        public long bytes() {
            return ByteCount.sum(files, File::bytes);
        }
    }

    /**
     * One file of a model.
     *
     * @param path its path in the repository; the Hub's word, not fit for a log as it is
     * @param size its length in bytes
     * @param isCached whether it needs no download of its own: the cache has the content, possibly from another revision, or will
     *     get it with another file
     * @param bytes how many bytes must be downloaded; less than the size when an earlier build has received a part,
     *     and then an estimate that may be too low
     * @param reason why it is wanted
     */
    public record File(String path, long size, boolean isCached, long bytes, String reason) {}

    /** How many bytes must be downloaded in all. */
    public long bytes() {
        return ByteCount.sum(models, Model::bytes);
    }

    /** How many contents must be downloaded in all. */
    public int downloads() {
        return models.stream().mapToInt(model -> model.lacking().size()).sum();
    }

    /** Whether the disk is too full. */
    public boolean lacksSpace() {
        return freeSpace.isPresent() && bytesOfDisk > freeSpace.getAsLong();
    }
}
