package io.github.hfmodels.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What a process took. CPU and memory come from {@code /proc} and are -1 where there is none.
 *
 * @param seconds from its start to its end
 * @param cpuSeconds in user mode and in the kernel, its own processes' included
 * @param peakBytes the most memory that it held, as last seen a few milliseconds before its end
 * @param output what it printed
 */
record MeasuredProcess(double seconds, double cpuSeconds, long peakBytes, String output) {

    private static final long MAX_SECONDS = 300;
    private static final long GLANCE_MILLIS = 10;
    private static final double TICKS_PER_SECOND = 100;

    /** Runs a process to its end, which must be a success and come in time. */
    static MeasuredProcess run(ProcessBuilder builder, Path log) throws IOException, InterruptedException {
        double cpuBefore = childrenCpuSeconds();
        long start = System.nanoTime();
        Process process = builder.redirectErrorStream(true)
                .redirectInput(Redirect.PIPE)
                .redirectOutput(log.toFile())
                .start();
        long peak = -1;
        try {
            process.getOutputStream().close();
            while (!process.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peakBytes(process.pid()));
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(MAX_SECONDS)) {
                    throw new IllegalStateException(builder.command() + " did not end in time");
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String output = Files.readString(log);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(builder.command() + " failed:\n" + output);
        }
        double cpu = cpuBefore < 0 ? -1 : childrenCpuSeconds() - cpuBefore;
        return new MeasuredProcess(seconds, cpu, peak, output);
    }

    /** What all processes that were started here and have ended took. */
    private static double childrenCpuSeconds() throws IOException {
        Path stat = Path.of("/proc/self/stat");
        if (!Files.exists(stat)) {
            return -1;
        }
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    }

    private static long peakBytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            // It has just ended, or the system is none that tells.
            return -1;
        }
    }
}
