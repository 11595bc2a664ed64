package io.github.hfmodels.bench;

import io.github.hfmodels.prefetch.TestBuild;
import java.nio.file.Path;
import java.util.Arrays;

/** A pinned model that is there, prefetched over and over in one process. Prints the median of its times in milliseconds. */
public final class WarmGoal {

    private static final int RUNS = 51;

    private WarmGoal() {}

    /** @param args the endpoint, the cache's folder, the model */
    public static void main(String[] args) {
        double[] millis = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            new TestBuild(args[0], Path.of(args[1])).ready(args[2]);
            millis[run] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf("%.3f%n", millis[RUNS / 2]);
    }
}
