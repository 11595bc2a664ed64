package io.github.hfmodels.pom;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.ModelCoordinates;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.SourceEndpoints;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.policy.Exemption;
import io.github.hfmodels.policy.Policy;
import io.github.hfmodels.policy.Rule;
import io.github.hfmodels.selection.ClosestNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code <policy>} element. A policy must not be weaker than it was meant to be, so nothing in it is ignored.
 *
 * @param texts gives the texts of elements
 * @param places where an element is, before a message about it
 * @param endpoints the addresses of the sources in use
 */
public record PolicyReader(
        ModelsReader texts, Function<PlexusConfiguration, String> places, SourceEndpoints endpoints) {

    /** The elements of a policy. */
    static final List<String> KNOWN = List.of(
            "licenses",
            "deniedLicenses",
            "pinned",
            "remoteCode",
            "unsafeFormats",
            "scan",
            "allowUnscanned",
            "owners",
            "exceptions",
            "enforce");

    private static final List<String> KNOWN_OF_EXCEPTION = List.of("model", "rule", "reason");

    /**
     * A reader for POMs.
     *
     * @param expressions evaluates <code>${…}</code> that Maven has left; gives null for an unset property
     */
    public static PolicyReader ofPom(Function<String, @Nullable String> expressions, SourceEndpoints endpoints) {
        return new PolicyReader(new ModelsReader(expressions), element -> "<policy>", endpoints);
    }

    /**
     * The policy of an element.
     *
     * @param origin what messages call the policy
     * @throws UserException when something in it is wrong
     */
    public Policy read(PlexusConfiguration policy, String origin) {
        Map<String, PlexusConfiguration> elements = elements(policy, KNOWN, "");
        return new Policy(
                origin,
                words(elements.get("licenses"), List.of("license")),
                words(elements.get("deniedLicenses"), List.of("deniedLicense", "license")),
                bool(elements.get("pinned"), false),
                bool(elements.get("remoteCode"), true),
                bool(elements.get("unsafeFormats"), true),
                bool(elements.get("scan"), false),
                bool(elements.get("allowUnscanned"), false),
                words(elements.get("owners"), List.of("owner")),
                exemptions(elements.get("exceptions")),
                bool(elements.get("enforce"), true));
    }

    /** @param which which one it is where there may be several, after the place; may be empty */
    private Map<String, PlexusConfiguration> elements(PlexusConfiguration parent, List<String> known, String which) {
        String place = places.apply(parent) + which;
        ModelsReader.rejectAttributes(parent, place);
        String text = texts.text(parent, place);
        if (text != null) {
            throw new UserException(place + ": <" + parent.getName() + "> has the text '" + Printable.of(text)
                    + "'; expected elements, of " + String.join(", ", known));
        }
        return ModelsReader.byName(parent, known, child -> places.apply(child) + which);
    }

    private boolean bool(@Nullable PlexusConfiguration element, boolean unset) {
        if (element == null) {
            return unset;
        }
        String text = required(element, "", "true or false");
        try {
            return ModelRequests.bool(element.getName(), text);
        } catch (UserException e) {
            throw wrong(element, "", String.valueOf(e.getMessage()), e);
        }
    }

    /** The text of an element, which must have one. */
    private String required(PlexusConfiguration element, String which, String expected) {
        String text = texts.scalar(places.apply(element) + which, element);
        if (text == null) {
            throw wrong(element, which, "<" + element.getName() + "> is empty; expected " + expected, null);
        }
        return text;
    }

    /**
     * The words of a list: an element each, or all of them as text with commas, as Maven's own lists allow.
     *
     * @param names what such an element may be called
     */
    private List<String> words(@Nullable PlexusConfiguration list, List<String> names) {
        if (list == null) {
            return List.of();
        }
        List<String> words = wordsOf(list, names);
        if (words.isEmpty()) {
            // Without words it would be no rule, which nobody means who writes it.
            throw wrong(list, "", "<" + list.getName() + "> is empty; expected <" + names.get(0) + ">", null);
        }
        return words;
    }

    private List<String> wordsOf(PlexusConfiguration list, List<String> names) {
        String text = texts.text(list, places.apply(list));
        if (text != null && list.getChildCount() > 0) {
            throw ModelsReader.textAndElements(
                    places.apply(list) + ": <" + list.getName() + ">", text, "<" + list.getName() + ">");
        }
        if (text != null) {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
        var words = new ArrayList<String>();
        for (PlexusConfiguration child : list.getChildren()) {
            refuseOthers(list, child, names);
            words.add(required(child, "", "a text"));
        }
        return words;
    }

    private void refuseOthers(PlexusConfiguration list, PlexusConfiguration child, List<String> names) {
        if (!names.contains(child.getName())) {
            String which =
                    "<" + list.getName() + "> has the element <" + child.getName() + ">; expected <" + names.get(0);
            throw wrong(child, "", which + ">", null);
        }
        ModelsReader.rejectAttributes(child, places.apply(child) + ", <" + child.getName() + ">");
    }

    private List<Exemption> exemptions(@Nullable PlexusConfiguration list) {
        if (list == null) {
            return List.of();
        }
        String text = texts.text(list, places.apply(list));
        if (text != null) {
            throw wrong(list, "", "<exceptions> has the text '" + Printable.of(text) + "'; expected <exception>", null);
        }
        var exemptions = new ArrayList<Exemption>();
        for (PlexusConfiguration child : list.getChildren()) {
            refuseOthers(list, child, List.of("exception"));
            exemptions.add(exemption(child, ": exceptions[" + (exemptions.size() + 1) + "]"));
        }
        return exemptions;
    }

    private Exemption exemption(PlexusConfiguration exception, String which) {
        Map<String, PlexusConfiguration> elements = elements(exception, KNOWN_OF_EXCEPTION, which);
        Function<String, PlexusConfiguration> child = name -> {
            PlexusConfiguration element = elements.get(name);
            if (element == null) {
                throw wrong(exception, which, "it has no <" + name + ">; expected model, rule and reason", null);
            }
            return element;
        };
        ModelCoordinates coordinates = coordinates(child.apply("model"), which);
        return new Exemption(
                coordinates.repo(),
                coordinates.revision(),
                rule(child.apply("rule"), which),
                required(child.apply("reason"), which, "why the model may break the rule"));
    }

    private ModelCoordinates coordinates(PlexusConfiguration model, String which) {
        String text = required(model, which, "owner/name");
        ModelCoordinates coordinates;
        try {
            coordinates = ModelCoordinates.parse(text, endpoints);
        } catch (InvalidValueException | UserException e) {
            throw wrong(model, which, "<model>: " + e.getMessage(), e);
        }
        if (coordinates.path() != null) {
            throw wrong(
                    model,
                    which,
                    "<model> names the file or folder '" + Printable.of(coordinates.path())
                            + "'; expected the whole model, without it",
                    null);
        }
        return coordinates;
    }

    private Rule rule(PlexusConfiguration element, String which) {
        List<String> words = Arrays.stream(Rule.values()).map(Rule::word).toList();
        String word = required(element, which, "one of " + String.join(", ", words));
        return Rule.ofWord(word)
                .orElseThrow(() -> wrong(
                        element,
                        which,
                        "<rule> is '" + Printable.of(word) + "'; "
                                + ClosestNames.closest(word, words)
                                        .map(closest -> "did you mean " + closest + "? Expected one of ")
                                        .orElse("expected one of ")
                                + String.join(", ", words),
                        null));
    }

    private UserException wrong(PlexusConfiguration element, String which, String what, @Nullable Exception cause) {
        String message = places.apply(element) + which + ": " + what;
        return cause == null ? new UserException(message) : new UserException(message, cause);
    }
}
