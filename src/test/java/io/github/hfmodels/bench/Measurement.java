package io.github.hfmodels.bench;

/**
 * A figure of the table.
 *
 * @param network how fast a connection may be
 * @param workload what was downloaded
 * @param contender who did it
 * @param isWarm whether everything was there already
 * @param seconds wall time from the process's start to its end
 * @param cpuSeconds of the process, in user mode and in the kernel
 * @param peakMebibytes the most memory that the process held
 * @param requests that reached the Hub and its content network
 * @param megabytesPerSecond of wall time
 * @param load how busy the machine was before, over a minute
 */
record Measurement(
        String network,
        String workload,
        String contender,
        boolean isWarm,
        double seconds,
        double cpuSeconds,
        double peakMebibytes,
        long requests,
        double megabytesPerSecond,
        double load) {}
