package io.github.hfmodels.bench;

import io.github.hfmodels.prefetch.PrefetchResult;
import io.github.hfmodels.prefetch.TestBuild;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;

/** One prefetch in a process of its own. Prints its seconds and the most heap that it ever held, in bytes. */
public final class MeasuredBuild {

    private MeasuredBuild() {}

    /** @param args the endpoint, the cache's folder, the model */
    public static void main(String[] args) {
        long start = System.nanoTime();
        PrefetchResult result =
                new TestBuild(args[0], Path.of(args[1])).model(args[2]).run();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!result.failures().isEmpty()) {
            throw new IllegalStateException(TestBuild.message(result.failures().get(0)));
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.println(seconds + " " + peak);
    }
}
