package io.github.hfmodels.testhub.modelscope;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All models and data sets of a server, and its logins. Thread-safe. */
final class Repositories {

    private final Map<String, ModelScopeRepository> byName = new ConcurrentHashMap<>();
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Logins logins = new Logins();

    Logins logins() {
        return logins;
    }

    ModelScopeRepository create(boolean isDataset, String id) {
        number(id);
        return byName.computeIfAbsent(key(isDataset, id), name -> new ModelScopeRepository(name, logins));
    }

    @Nullable
    ModelScopeRepository find(boolean isDataset, String id) {
        return byName.get(key(isDataset, id));
    }

    synchronized int number(String id) {
        Integer known = numbers.get(id);
        int number = known == null ? 1_000 + numbers.size() : known;
        numbers.put(id, number);
        return number;
    }

    /** The id of a repository that is named by its id or its number. */
    String id(String idOrNumber) {
        Optional<String> numbered = numbers.entrySet().stream()
                .filter(entry -> String.valueOf(entry.getValue()).equals(idOrNumber))
                .map(Map.Entry::getKey)
                .findFirst();
        return numbered.orElse(idOrNumber);
    }

    private static String key(boolean isDataset, String id) {
        return (isDataset ? "datasets/" : "models/") + id;
    }
}
