package io.github.hfmodels.bom;

import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.policy.SpdxLicenses;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A licence that a card declares.
 *
 * @param name its id in SPDX's list, else the card's word for it
 * @param isSpdx whether it is that id
 * @param url where its text is; null where SPDX's list has it, or the card does not say
 */
record DeclaredLicense(
        String name, boolean isSpdx, @Nullable String url) {

    private static final int MAX_URL_LENGTH = 2_000;

    /** @param license the licence of a listing, several of them separated by commas; null for none */
    static List<DeclaredLicense> of(@Nullable String license, ModelCard card) {
        if (license == null) {
            return List.of();
        }
        return SpdxLicenses.split(license).stream()
                .map(word -> SpdxLicenses.idOf(word)
                        .map(id -> new DeclaredLicense(id, true, null))
                        .orElseGet(
                                () -> new DeclaredLicense(Printable.of(word), false, webAddress(card.licenseLink()))))
                .distinct()
                .toList();
    }

    /** The text if it is the address of a web page, which a file in the repository is not; else null. */
    private static @Nullable String webAddress(@Nullable String text) {
        if (text == null || text.length() > MAX_URL_LENGTH) {
            return null;
        }
        try {
            var address = new URI(text.strip());
            boolean isWeb =
                    "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            return isWeb && address.getHost() != null && address.getRawUserInfo() == null
                    ? address.toASCIIString()
                    : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
