package io.github.hfmodels.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words that the Hub has for licences, and the ids that the same licences have in SPDX's list.
 *
 * <p>Of the Hub's words these have no id: those for families of licences, {@code bsd}, {@code cc}, {@code gfdl}, {@code gpl},
 * {@code lgpl}; those for licences that SPDX's list does not have, {@code openrail} and all others with {@code rail} in their names,
 * {@code apple-amlr}, {@code apple-ascl}, {@code deepfloyd-if-license}, {@code fair-noncommercial-research-license}, {@code gemma},
 * {@code grok2-community}, {@code h-research}, {@code intel-research}, {@code llama2} to {@code llama4}; {@code openmdw-1.0} and later,
 * which are too new for the lists by which bills of materials are validated; {@code other} and {@code unknown}.
 *
 * @see <a href="https://huggingface.co/docs/hub/repositories-licenses">The Hub's words</a>
 * @see <a href="https://spdx.org/licenses/">SPDX's list</a>
 */
public final class SpdxLicenses {

    private static final String OTHER = "other";

    /**
     * The ids that are the Hub's words but for the case. Of GNU licences the word does not say whether later versions are meant, and nor
     * does the id, which is deprecated for that reason.
     */
    private static final String LIKE_WORDS = """
            Apache-2.0 MIT AFL-3.0 Artistic-2.0 BSL-1.0 BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear CC0-1.0
            CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC-BY-NC-2.0 CC-BY-NC-3.0 CC-BY-NC-4.0
            CC-BY-ND-4.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0
            CDLA-Sharing-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 WTFPL ECL-2.0 EPL-1.0 EPL-2.0 etalab-2.0
            EUPL-1.1 EUPL-1.2 AGPL-3.0 GPL-2.0 GPL-3.0 LGPL-2.1 LGPL-3.0 ISC LPPL-1.3c MS-PL MPL-2.0 OSL-3.0
            PostgreSQL OFL-1.1 NCSA Unlicense Zlib""";

    private static final Map<String, String> OF_OTHER_WORDS = Map.of(
            "c-uda", "C-UDA-1.0", "lgpl-lr", "LGPLLR", "odbl", "ODbL-1.0", "odc-by", "ODC-By-1.0", "pddl", "PDDL-1.0");

    private static final Set<String> FAMILIES = Set.of("bsd", "cc", "gfdl", "gpl", "lgpl");

    private static final Map<String, String> IDS = ids();

    private SpdxLicenses() {}

    private static Map<String, String> ids() {
        var ids = new HashMap<>(OF_OTHER_WORDS);
        OF_OTHER_WORDS.values().forEach(id -> ids.put(id.toLowerCase(Locale.ROOT), id));
        Arrays.stream(LIKE_WORDS.split("\\s+")).forEach(id -> ids.put(id.toLowerCase(Locale.ROOT), id));
        return Map.copyOf(ids);
    }

    /**
     * The SPDX id of a licence.
     *
     * @param word the Hub's word, or one of these ids, in any case
     * @return empty for a word that says of no licence in SPDX's list that it is that one
     */
    public static Optional<String> idOf(String word) {
        return Optional.ofNullable(IDS.get(word.toLowerCase(Locale.ROOT)));
    }

    /**
     * The single licences of a declaration.
     *
     * @param declared as {@link io.github.hfmodels.model.Listing#license()} has it: words, separated by a comma and a blank, or
     *     {@code other} with a name in brackets
     */
    public static List<String> split(String declared) {
        return nameOf(declared).isPresent() ? List.of(declared) : List.of(declared.split(",\\s*"));
    }

    /** The name in {@code other (name)}; empty where there is none, or several licences are declared. */
    public static Optional<String> nameOf(String license) {
        boolean isSeveral = license.contains("), ") || license.contains(", " + OTHER + " (");
        return license.startsWith(OTHER + " (") && license.endsWith(")") && !isSeveral
                ? Optional.of(license.substring(OTHER.length() + 2, license.length() - 1))
                : Optional.empty();
    }

    /** The licences in an SPDX expression, such as {@code MIT OR Apache-2.0}; of a text that is none, that text. */
    static List<String> ofExpression(String text) {
        return Arrays.stream(text.split("(?i)[()]|\\s(?:and|or|with)\\s"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /**
     * Whether a licence is the one that is meant: the same id, or the same word. A licence with a name is meant by that, and by
     * {@code other}; but not by the id of another licence, for which a name may pass itself off.
     */
    static boolean isMeant(String meant, String license) {
        String wanted = canonical(meant);
        return wanted.equalsIgnoreCase(canonical(license))
                || nameOf(license)
                        .filter(name -> wanted.equalsIgnoreCase(OTHER)
                                || (idOf(name).isEmpty() && wanted.equalsIgnoreCase(name.strip())))
                        .isPresent();
    }

    /** Whether a word is that of the family to which a licence belongs. */
    static boolean isFamilyOf(String word, String license) {
        String family = word.strip().toLowerCase(Locale.ROOT);
        return FAMILIES.contains(family)
                && canonical(license).toLowerCase(Locale.ROOT).startsWith(family + "-");
    }

    /** The same licence without what it says of later versions, which not everybody says. */
    static String withoutVersions(String license) {
        return canonical(license).replaceFirst("(?i)(?:-only|-or-later|\\+)$", "");
    }

    private static String canonical(String word) {
        return idOf(word.strip()).orElse(word.strip());
    }
}
