package io.github.hfmodels.bench;

import io.github.hfmodels.bench.Nginx.Traffic;
import io.github.hfmodels.testhub.RecordedRequest;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.util.List;

/**
 * A way to the models.
 *
 * @param name what the table calls it
 * @param hub where they are listed, and the small files are
 * @param endpoint where programs find that Hub
 * @param contents where the large files are
 * @param rounds how often each program is measured
 * @param workloads what is downloaded on it
 */
record Network(String name, TestHub hub, Endpoint endpoint, Nginx contents, int rounds, List<Workload> workloads) {

    /** All requests so far, and the bytes of all files that were answered, as soon as no client is left. */
    Traffic traffic() throws IOException, InterruptedException {
        Traffic large = contents.traffic();
        List<RecordedRequest> requests = hub.requests();
        long small = requests.stream()
                .filter(request -> request.path().contains("/resolve-cache/"))
                .mapToLong(RecordedRequest::bodyBytes)
                .sum();
        return new Traffic(large.requests() + requests.size(), large.bytes() + small);
    }
}
