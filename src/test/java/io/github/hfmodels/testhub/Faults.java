package io.github.hfmodels.testhub;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The faults of a hub. Of several that match a request, the one registered first strikes. Thread-safe. */
public final class Faults {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    /** Registers a fault for the requests that match; say what goes wrong on the result. */
    public Fault on(Predicate<RecordedRequest> matcher) {
        Fault fault = new Fault(matcher);
        faults.add(fault);
        return fault;
    }

    /** Registers a fault for all requests whose undecoded path ends so. */
    public Fault onPath(String ending) {
        return on(request -> request.path().endsWith(ending));
    }

    /** Registers a fault for all requests to the content network. */
    public Fault onCdn() {
        return on(request -> request.server() == RecordedRequest.Server.CDN);
    }

    /** Forgets all faults and lets go what they hold. */
    public void clear() {
        List<Fault> old = List.copyOf(faults);
        faults.clear();
        old.forEach(Fault::release);
    }

    Response answer(Request request, Handler handler) throws IOException {
        for (Fault fault : faults) {
            if (fault.claims(request.line())) {
                return fault.answer(request, handler);
            }
        }
        return handler.answer(request);
    }
}
