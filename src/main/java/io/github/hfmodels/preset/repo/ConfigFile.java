package io.github.hfmodels.preset.repo;

import io.github.hfmodels.json.JsonReader;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a repository, read as leniently as Python reads it: a member of another type than the one asked for is ignored.
 *
 * @param name the file's path, for messages
 * @param values the members; empty if the repository has no such file
 */
public record ConfigFile(String name, Map<String, @Nullable Object> values) {

    /** @throws UserException if the text is not a JSON object */
    static ConfigFile parse(String name, String text) {
        if (value(name, text) instanceof Map<?, ?> object) {
            return new ConfigFile(name, members(object));
        }
        throw unreadable(name, "is not a JSON object");
    }

    /** @throws UserException if the text is not a JSON array */
    static List<ConfigFile> parseAll(String name, String text) {
        if (value(name, text) instanceof List<?> elements) {
            return elements.stream()
                    .filter(Map.class::isInstance)
                    .map(element -> new ConfigFile(name, members((Map<?, ?>) element)))
                    .toList();
        }
        throw unreadable(name, "is not a JSON array");
    }

    private static @Nullable Object value(String name, String text) {
        try {
            var json = new JsonReader(text);
            Object value = json.value();
            json.end();
            return value;
        } catch (InvalidValueException e) {
            throw unreadable(name, "is not valid JSON (" + e.getMessage() + ")");
        }
    }

    private static UserException unreadable(String name, String problem) {
        return new UserException("'" + Printable.of(name) + "' " + problem, CommonAdvice.CHOOSE_REVISION);
    }

    /** Whether there is such a member; its value may be null. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The member, if it is a string that is not empty. */
    public Optional<String> text(String key) {
        return values.get(key) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /** The strings of a member that is an array; a member that is a string, as the only one; otherwise none. */
    public List<String> texts(String key) {
        return strings(values.get(key));
    }

    /** The member, if it is an object; otherwise an empty one. */
    public ConfigFile object(String key) {
        return new ConfigFile(name, values.get(key) instanceof Map<?, ?> object ? members(object) : Map.of());
    }

    /** This object, and those that are members of it. */
    public Stream<ConfigFile> withNested() {
        return Stream.concat(Stream.of(this), values.keySet().stream().map(this::object));
    }

    /** The shards that an index of weights names, each once. */
    public List<String> shards() {
        return object("weight_map").values.values().stream()
                .flatMap(value -> strings(value).stream())
                .distinct()
                .toList();
    }

    /** The strings of a value that is an array; a value that is a string, as the only one; otherwise none. */
    public static List<String> strings(@Nullable Object value) {
        if (value instanceof String text) {
            return List.of(text);
        }
        if (value instanceof List<?> elements) {
            return elements.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return List.of();
    }

    private static Map<String, @Nullable Object> members(Map<?, ?> object) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        object.forEach((key, value) -> members.put(Objects.toString(key), value));
        return members;
    }
}
