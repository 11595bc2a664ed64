package io.github.hfmodels.pom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code <model>} as written, its text and its elements, not yet understood.
 *
 * @param place where it was written, for messages
 * @param coordinates the text form, or the {@code id} element
 * @param type the element of that name; null when absent, as for the following
 * @param revision the element of that name
 * @param includes the patterns in the element of that name; none when absent, as for the following
 * @param excludes the patterns in the element of that name
 * @param preset what the elements say that are about rules
 * @param alias the element of that name
 * @param directory the element of that name
 * @param optional the element of that name
 */
public record ModelElement(
        String place,
        String coordinates,
        @Nullable String type,
        @Nullable String revision,
        List<String> includes,
        List<String> excludes,
        PresetElements preset,
        @Nullable String alias,
        @Nullable String directory,
        @Nullable String optional) {

    /**
     * The elements that are about rules, as written.
     *
     * @param preset the element of that name; null when absent, as for the following
     * @param variant the element of that name
     * @param modelClass the element of that name
     * @param processorClass the element of that name
     * @param trustRemoteCode the element of that name
     */
    record PresetElements(
            @Nullable String preset,
            @Nullable String variant,
            @Nullable String modelClass,
            @Nullable String processorClass,
            @Nullable String trustRemoteCode) {

        static final PresetElements NONE = new PresetElements(null, null, null, null, null);
    }

    /** A model about which no rules are. */
    ModelElement(
            String place,
            String coordinates,
            @Nullable String type,
            @Nullable String revision,
            List<String> includes,
            List<String> excludes,
            @Nullable String alias,
            @Nullable String directory,
            @Nullable String optional) {
        this(place, coordinates, type, revision, includes, excludes, PresetElements.NONE, alias, directory, optional);
    }

    /** A model that is nothing but text. */
    static ModelElement ofText(String place, String text) {
        return new ModelElement(place, text, null, null, List.of(), List.of(), PresetElements.NONE, null, null, null);
    }
}
