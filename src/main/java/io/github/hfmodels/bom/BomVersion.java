package io.github.hfmodels.bom;

import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Printable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The versions of CycloneDX that can be written. What is written of them is the same in both. */
public enum BomVersion {
    V1_6("1.6"),
    V1_7("1.7");

    private final String number;

    BomVersion(String number) {
        this.number = number;
    }

    /** The version as users and bills of materials write it, such as {@code 1.6}. */
    public String number() {
        return number;
    }

    /** The name of its schema, which is an address. */
    String schema() {
        return "http://cyclonedx.org/schema/bom-" + number + ".schema.json";
    }

    /** @throws InvalidValueException when the text is none of the versions; the message says which there are */
    public static BomVersion of(String text) {
        return Arrays.stream(values())
                .filter(version -> version.number.equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("'" + Printable.of(text) + "'; expected "
                        + Arrays.stream(values()).map(BomVersion::number).collect(Collectors.joining(" or "))));
    }
}
