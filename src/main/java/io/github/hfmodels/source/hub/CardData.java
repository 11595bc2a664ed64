package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is used of the metadata in a repository's README. Anybody may write there what they like: texts that are too long, and those that
 * are too many, count as missing. Of licences they are cut instead, since a licence that is missing would not be looked at.
 *
 * @param licenses what it has as licence; a dataset may have several
 * @param licenseNames what it has as the licence's name
 * @param card what else it declares
 */
record CardData(List<String> licenses, List<String> licenseNames, ModelCard card) {

    /** A card that declares nothing. */
    static final CardData EMPTY = new CardData(List.of(), List.of(), ModelCard.EMPTY);

    /** In characters. */
    static final int MAX_LENGTH = 300;

    private static final int MAX_TEXTS = 50;

    /** Stands for the licences that are too many. */
    private static final String MORE = "and more";

    /** The same with a task and a library that the Hub has found itself, where the card declares none. */
    CardData orElse(@Nullable String task, @Nullable String library) {
        if (task == null && library == null) {
            return this;
        }
        return new CardData(
                licenses,
                licenseNames,
                new ModelCard(
                        card.licenseLink(),
                        card.task() == null ? task : card.task(),
                        card.library() == null ? library : card.library(),
                        card.baseModels(),
                        card.datasets(),
                        card.languages()));
    }

    /** Reads the value at the current token. What is not an object counts as an empty one. */
    static CardData read(JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            json.skipChildren();
            return EMPTY;
        }
        List<String> licenses = List.of();
        List<String> names = List.of();
        String link = null;
        String task = null;
        String library = null;
        List<String> baseModels = List.of();
        List<String> datasets = List.of();
        List<String> languages = List.of();
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            switch (member) {
                case "license" -> licenses = cutTexts(json);
                case "license_name" -> names = cutTexts(json);
                case "license_link" -> link = text(json);
                case "pipeline_tag" -> task = text(json);
                case "library_name" -> library = text(json);
                case "base_model" -> baseModels = texts(json);
                case "datasets" -> datasets = texts(json);
                case "language" -> languages = texts(json);
                default -> json.skipChildren();
            }
        }
        return new CardData(licenses, names, new ModelCard(link, task, library, baseModels, datasets, languages));
    }

    /** Reads the first text of the value at the current token; returns null where there is none. */
    static @Nullable String text(JsonParser json) throws IOException {
        List<String> texts = texts(json);
        return texts.isEmpty() ? null : texts.get(0);
    }

    /** Reads a text or a list of texts. */
    static List<String> texts(JsonParser json) throws IOException {
        return distinct(json)
                .filter(text -> text.length() <= MAX_LENGTH)
                .limit(MAX_TEXTS)
                .toList();
    }

    /** As {@link #texts}, with something in place of what is too long or too many. */
    private static List<String> cutTexts(JsonParser json) throws IOException {
        List<String> texts = distinct(json).map(CardData::cut).toList();
        return texts.size() <= MAX_TEXTS
                ? texts
                : Stream.concat(texts.stream().limit(MAX_TEXTS), Stream.of(MORE))
                        .toList();
    }

    private static String cut(String text) {
        // The ellipsis keeps what is cut from being the name of a licence.
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…";
    }

    private static Stream<String> distinct(JsonParser json) throws IOException {
        List<String> texts = json.hasToken(JsonToken.VALUE_STRING) ? List.of(json.getText()) : ServerJson.texts(json);
        return texts.stream().map(String::strip).filter(text -> !text.isEmpty()).distinct();
    }
}
