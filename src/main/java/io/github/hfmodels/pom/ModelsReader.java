package io.github.hfmodels.pom;

import io.github.hfmodels.model.UserException;
import io.github.hfmodels.pom.ModelElement.PresetElements;
import io.github.hfmodels.selection.ClosestNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code <models>} element. Read here rather than injected into beans, because Maven would silently drop the
 * elements of a {@code <model>} that inherits a text, ignore attributes, and explain an unknown element by a class name.
 *
 * @param expressions evaluates <code>${…}</code> that Maven has left; gives null for an unset property
 */
public record ModelsReader(Function<String, @Nullable String> expressions) {

    /** The elements of a model. */
    static final List<String> KNOWN = List.of(
            "id",
            "type",
            "revision",
            "includes",
            "excludes",
            "preset",
            "variant",
            "modelClass",
            "processorClass",
            "trustRemoteCode",
            "alias",
            "directory",
            "layout",
            "optional",
            "source",
            "alternate");

    /**
     * The models of a goal.
     *
     * @param coordinates text forms, separated by commas, which replace the element; null or blank for none
     * @throws UserException when the configuration is wrong
     */
    public List<ModelElement> read(@Nullable PlexusConfiguration models, @Nullable String coordinates) {
        return coordinates == null || coordinates.isBlank() ? read(models) : split(coordinates);
    }

    private static List<ModelElement> split(String coordinates) {
        var elements = new ArrayList<ModelElement>();
        for (String text : coordinates.split(",")) {
            if (!text.isBlank()) {
                elements.add(ModelElement.ofCommandLine(elements.size() + 1, text.strip()));
            }
        }
        if (elements.isEmpty()) {
            throw new UserException("hf.models is '" + coordinates + "'; expected models, separated by commas");
        }
        return elements;
    }

    List<ModelElement> read(@Nullable PlexusConfiguration models) {
        var elements = new ArrayList<ModelElement>();
        if (models == null) {
            return elements;
        }
        rejectAttributes(models, "<models>");
        if (text(models, "<models>") != null) {
            throw new UserException("<models> holds text; expected <model> elements");
        }
        for (PlexusConfiguration child : models.getChildren()) {
            String place = "models[" + (elements.size() + 1) + "]";
            if (!child.getName().equals("model")) {
                throw new UserException(place + ": unknown element <" + child.getName() + ">; expected <model>");
            }
            elements.add(readModel(place, child));
        }
        return elements;
    }

    private ModelElement readModel(String place, PlexusConfiguration model) {
        rejectAttributes(model, place);
        String text = text(model, place);
        if (model.getChildCount() == 0) {
            if (text == null) {
                throw new UserException(place + " is empty; expected owner/name or the element <id>");
            }
            return ModelElement.ofText(place, text);
        }
        if (text != null) {
            throw textAndElements(place + ":", text, "<model> or <models>");
        }
        return readElements(place, model);
    }

    private ModelElement readElements(String place, PlexusConfiguration model) {
        Map<String, PlexusConfiguration> elements = byName(model, KNOWN, child -> place);
        String id = scalar(place, elements.get("id"));
        if (id == null) {
            throw new UserException(place + " has no <id>; expected owner/name");
        }
        return new ModelElement(
                place,
                id,
                scalar(place, elements.get("type")),
                scalar(place, elements.get("revision")),
                patterns(place, elements.get("includes"), "include"),
                patterns(place, elements.get("excludes"), "exclude"),
                new PresetElements(
                        scalar(place, elements.get("preset")),
                        scalar(place, elements.get("variant")),
                        scalar(place, elements.get("modelClass")),
                        scalar(place, elements.get("processorClass")),
                        scalar(place, elements.get("trustRemoteCode"))),
                scalar(place, elements.get("alias")),
                scalar(place, elements.get("directory")),
                scalar(place, elements.get("layout")),
                scalar(place, elements.get("optional")),
                scalar(place, elements.get("source")),
                scalar(place, elements.get("alternate")));
    }

    /**
     * The elements in another, of which each has one of the known names, and no two the same.
     *
     * @param places where an element is, before a message about it
     */
    static Map<String, PlexusConfiguration> byName(
            PlexusConfiguration parent, List<String> known, Function<PlexusConfiguration, String> places) {
        Map<String, PlexusConfiguration> elements = new LinkedHashMap<>();
        for (PlexusConfiguration child : parent.getChildren()) {
            String place = places.apply(child);
            if (!known.contains(child.getName())) {
                throw new UserException(
                        place + ": unknown element <" + child.getName() + ">; " + expected(child.getName(), known));
            }
            rejectAttributes(child, place + ", <" + child.getName() + ">");
            if (elements.put(child.getName(), child) != null) {
                throw new UserException(place + ": has two <" + child.getName() + ">; expected one");
            }
        }
        return elements;
    }

    /** What was expected instead of an unknown word, with the closest of the known ones. */
    static String expected(String unknown, List<String> known) {
        return ClosestNames.closest(unknown, known)
                        .map(closest -> "did you mean <" + closest + ">? Expected one of ")
                        .orElse("expected one of ")
                + String.join(", ", known);
    }

    @Nullable
    String scalar(String place, @Nullable PlexusConfiguration element) {
        if (element == null) {
            return null;
        }
        if (element.getChildCount() > 0) {
            throw new UserException(place + ": <" + element.getName() + "> holds elements; expected a text");
        }
        return text(element, place);
    }

    /** One element a pattern, or all of them as text with commas, as Maven's own lists allow. */
    private List<String> patterns(String place, @Nullable PlexusConfiguration list, String name) {
        if (list == null) {
            return List.of();
        }
        String text = text(list, place);
        if (text != null && list.getChildCount() > 0) {
            throw textAndElements(place + ": <" + list.getName() + ">", text, "<" + list.getName() + ">");
        }
        if (text != null) {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .toList();
        }
        var patterns = new ArrayList<String>();
        for (PlexusConfiguration child : list.getChildren()) {
            rejectAttributes(child, place + ", <" + child.getName() + ">");
            String pattern = child.getName().equals(name) ? scalar(place, child) : null;
            if (pattern == null) {
                throw new UserException(place + ": <" + list.getName() + "> holds <" + child.getName()
                        + ">" + (child.getName().equals(name) ? " without a pattern" : "") + "; expected <" + name
                        + "> with a pattern such as onnx/*");
            }
            patterns.add(pattern);
        }
        return patterns;
    }

    @Nullable
    String text(PlexusConfiguration element, String place) {
        String raw = element.getValue(null);
        if (raw == null || raw.isBlank()) {
            return null;
        }
        String value = raw.contains("${") ? expressions.apply(raw) : raw;
        if (value == null || value.contains("${")) {
            throw new UserException(place + ": '" + raw.strip() + "' names a property that is not set");
        }
        return value.isBlank() ? null : value.strip();
    }

    static UserException textAndElements(String subject, String text, String overridden) {
        return new UserException(subject + " has the text '" + text
                + "' and elements; expected one or the other. If one of them is inherited, put"
                + " combine.self=\"override\" on " + overridden);
    }

    static void rejectAttributes(PlexusConfiguration element, String place) {
        for (String attribute : element.getAttributeNames()) {
            if (!attribute.startsWith("combine.") && !attribute.startsWith("xml:")) {
                throw new UserException(place + ": unknown attribute '" + attribute + "'; expected elements");
            }
        }
    }
}
