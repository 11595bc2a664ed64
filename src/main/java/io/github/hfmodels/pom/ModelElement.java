package io.github.hfmodels.pom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code <model>} as written, before it is checked. What is not written is null, or an empty list.
 *
 * @param place where it was written, for messages
 * @param coordinates the text of the element, or its {@code <id>}
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
        @Nullable String layout,
        @Nullable String optional,
        @Nullable String source,
        @Nullable String alternate) {

    /** The elements about the preset. */
    record PresetElements(
            @Nullable String preset,
            @Nullable String variant,
            @Nullable String modelClass,
            @Nullable String processorClass,
            @Nullable String trustRemoteCode) {

        static final PresetElements NONE = new PresetElements(null, null, null, null, null);
    }

    private static final String COMMAND_LINE = "hf.models[";

    /** A model of the command line, which does not have elements. */
    static ModelElement ofCommandLine(int number, String text) {
        return ofText(COMMAND_LINE + number + "]", text);
    }

    /** Whether it is written on the command line. */
    boolean isOfCommandLine() {
        return place.startsWith(COMMAND_LINE);
    }

    /** A model without elements. */
    static ModelElement ofText(String place, String text) {
        return new ModelElement(
                place, text, null, null, List.of(), List.of(), PresetElements.NONE, null, null, null, null, null, null);
    }
}
