package io.github.hfmodels.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a repository's model card declares, in the words of the card's metadata. The licence is not among it, since listings have it.
 *
 * @param licenseLink where the licence's text is ({@code license_link}); null where it does not say
 * @param task what the model is for ({@code pipeline_tag}), such as {@code sentence-similarity}; null where it does not say
 * @param library the library that loads it ({@code library_name}); null where it does not say
 * @param baseModels the models that it was made from ({@code base_model})
 * @param datasets the datasets that it was trained with
 * @param languages the languages of its texts
 * @see <a href="https://huggingface.co/docs/hub/model-cards">Model cards</a>
 */
public record ModelCard(
        @Nullable String licenseLink,
        @Nullable String task,
        @Nullable String library,
        List<String> baseModels,
        List<String> datasets,
        List<String> languages) {

    /** A card that declares nothing. */
    public static final ModelCard EMPTY = new ModelCard(null, null, null, List.of(), List.of(), List.of());

    public ModelCard {
        baseModels = List.copyOf(baseModels);
        datasets = List.copyOf(datasets);
        languages = List.copyOf(languages);
    }

    /** Whether it declares nothing. */
    public boolean isEmpty() {
        return equals(EMPTY);
    }
}
