package io.github.hfmodels.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A figure of the table.
 *
 * @param network the way to the model
 * @param workload what was downloaded
 * @param contender who did it
 * @param isWarm whether everything was there already
 * @param seconds wall time from the process's start to its end
 * @param secondsOverSkip by how much it took longer than the same program when that skips its work; null if that was not measured
 * @param cpuSeconds of the process, in user mode and in the kernel
 * @param peakMebibytes the most memory that the process held
 * @param requests that reached the Hub and its content network
 * @param contentBytes how large the files are; 0 if there was nothing to download
 * @param servedBytes how much of files the servers handed over
 * @param load how busy the machine was before, over a minute
 */
record Measurement(
        String network,
        String workload,
        String contender,
        boolean isWarm,
        double seconds,
        @Nullable Double secondsOverSkip,
        double cpuSeconds,
        double peakMebibytes,
        long requests,
        long contentBytes,
        long servedBytes,
        double load) {

    /** The round of the middle time, but with the middle of the differences, each of which is one round's. */
    static Measurement middle(List<Measurement> rounds) {
        Measurement middle = rounds.stream()
                .sorted(Comparator.comparingDouble(Measurement::seconds))
                .toList()
                .get(rounds.size() / 2);
        List<Double> differences = rounds.stream()
                .map(Measurement::secondsOverSkip)
                .filter(Objects::nonNull)
                .toList();
        return differences.isEmpty() ? middle : middle.over(median(differences));
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private Measurement over(double difference) {
        return new Measurement(
                network,
                workload,
                contender,
                isWarm,
                seconds,
                difference,
                cpuSeconds,
                peakMebibytes,
                requests,
                contentBytes,
                servedBytes,
                load);
    }
}
