package io.github.hfmodels.source;

import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.ScanVerdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a source says of a repository at a commit, besides its files.
 *
 * @param license the licence that the card declares, as {@link io.github.hfmodels.model.Listing#license()}; null where it declares none
 * @param card what else the card declares
 * @param scans what the source's security scan says of files, by path; empty where the source does not say
 * @param hasCard whether the source says what cards declare; where it does not, nobody knows whether a licence is declared
 */
public record ModelInfo(@Nullable String license, ModelCard card, Map<String, ScanVerdict> scans, boolean hasCard) {

    /** What is said of a repository whose source says nothing. */
    public static final ModelInfo EMPTY = new ModelInfo(null, ModelCard.EMPTY, Map.of(), false);

    public ModelInfo {
        scans = Map.copyOf(scans);
    }

    /** What a source says that says what cards declare. */
    public ModelInfo(@Nullable String license, ModelCard card, Map<String, ScanVerdict> scans) {
        this(license, card, scans, true);
    }

    /** The same, with what another endpoint says where this says nothing. */
    ModelInfo orElse(ModelInfo other) {
        return new ModelInfo(
                license == null ? other.license : license,
                card.isEmpty() ? other.card : card,
                scans.isEmpty() ? other.scans : scans,
                hasCard || other.hasCard);
    }
}
