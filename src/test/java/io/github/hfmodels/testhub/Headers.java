package io.github.hfmodels.testhub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Header fields in their order, looked up without regard to case. */
public final class Headers {
    private final List<Field> fields = new ArrayList<>();

    /** A header field as sent. */
    public record Field(String name, String value) {}

    /** First value of a field. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(get(name));
    }

    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    public boolean contains(String name) {
        return get(name) != null;
    }

    public List<Field> fields() {
        return List.copyOf(fields);
    }

    @Nullable
    String get(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return field.value();
            }
        }
        return null;
    }

    void add(String name, String value) {
        fields.add(new Field(name, value));
    }

    void set(String name, String value) {
        remove(name);
        add(name, value);
    }

    void remove(String name) {
        fields.removeIf(field -> field.name().equalsIgnoreCase(name));
    }

    Headers without(String name) {
        Headers copy = new Headers();
        copy.fields.addAll(fields);
        copy.remove(name);
        return copy;
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
