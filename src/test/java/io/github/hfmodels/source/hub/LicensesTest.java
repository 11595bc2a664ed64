package io.github.hfmodels.source.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.http.Sleeper;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.Revision;
import io.github.hfmodels.source.ListingRequest;
import io.github.hfmodels.source.http.SourceEndpoint;
import io.github.hfmodels.testhub.TestHub;
import io.github.hfmodels.testhub.TestRepository;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The licence that a listing has, out of the Hub's answer about a repository. */
class LicensesTest {

    private final TestHub hub = TestHub.start();
    private final TestRepository repository = hub.model("org/name");

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void theCardsWord_isTheLicense() throws IOException {
        repository.license("apache-2.0");

        assertThat(license()).isEqualTo("apache-2.0");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void theCard_winsOverTheTags() throws IOException {
        repository.license("apache-2.0").hubTags("pytorch", "license:mit");

        assertThat(license()).isEqualTo("apache-2.0");
    }

    @Test
    void withoutACard_theTagIsTheLicense() throws IOException {
        repository.hubTags("pytorch", "license:mit", "region:us");

        assertThat(license()).isEqualTo("mit");
    }

    @Test
    void severalOfADataset_areNamedInTheirOrder() throws IOException {
        hub.dataset("org/words").license("mit", "cc-by-4.0").commit("first").file("a.csv", "a\n");

        assertThat(listing(RepoType.DATASET, "org/words").license()).isEqualTo("mit, cc-by-4.0");
    }

    @Test
    void anUnknownLicense_isNamedAsTheCardNamesIt() throws IOException {
        repository.otherLicense("llama3.2");

        assertThat(license()).isEqualTo("other (llama3.2)");
    }

    /** What is not seen must not pass for the others. */
    @Test
    void licensesThatAreTooLongOrTooMany_leaveATrace() throws IOException {
        String spaced = "mit" + " ".repeat(400) + "not";
        repository.license("mit", "x".repeat(301), spaced);
        assertThat(license()).isEqualTo("mit, " + "x".repeat(299) + "…, mit" + " ".repeat(296) + "…");

        repository.otherLicense("n".repeat(301));
        assertThat(license()).isEqualTo("other (" + "n".repeat(299) + "…)");

        String[] many = IntStream.rangeClosed(1, 51).mapToObj(i -> "l" + i).toArray(String[]::new);
        repository.license(many);
        assertThat(license()).endsWith(", l49, l50, and more");
    }

    @Test
    void noLicense_isNull() throws IOException {
        assertThat(license()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "{\"license\":\"other\"}|other",
                "{\"license\":\"other\",\"license_name\":7}|other",
                "{\"license\":\"mit\",\"license_name\":\"ours\"}|mit",
                "{\"license\":\"  mit \"}|mit",
                "{\"license\":\"\"}|of-tag",
                "{\"license\":[]}|of-tag",
                "{\"license\":[\"mit\",7,null,\"cc0-1.0\"]}|mit, cc0-1.0",
                "{\"license\":[7]}|of-tag",
                "{\"license\":7}|of-tag",
                "{\"license\":{\"name\":\"mit\"}}|of-tag",
                "{\"license\":null}|of-tag",
                "{}|of-tag",
                "[\"mit\"]|of-tag",
                "\"mit\"|of-tag",
                "7|of-tag",
                "null|of-tag",
            })
    void nonsense_countsAsNotSaid(@Nullable String card, String license) throws IOException {
        repository.rawCardData(card).hubTags("license:of-tag");

        assertThat(license()).isEqualTo(license);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"license:mit\"",
                "{\"license\":\"mit\"}",
                "7",
                "[7,null,[\"license:mit\"]]",
                "null",
                "[\"license:\"]"
            })
    void tagsThatAreNone_areIgnored(String tags) throws IOException {
        String commit = repository.commit("first").file("a", "1").id();
        hub.faults()
                .on(request -> request.path().startsWith("/api/"))
                .body(
                        200,
                        "application/json",
                        ("{\"sha\":\"" + commit + "\",\"tags\":" + tags
                                        + ",\"siblings\":[{\"rfilename\":\"a\",\"size\":1,\"blobId\":\""
                                        + "a".repeat(40) + "\"}]}")
                                .getBytes());

        assertThat(listing(RepoType.MODEL, "org/name").license()).isNull();
    }

    @Test
    void aListThatComesInPages_hasTheLicenseToo() throws IOException {
        hub.siblingsLimit(0);
        repository.license("apache-2.0");

        assertThat(license()).isEqualTo("apache-2.0");
    }

    private @Nullable String license() throws IOException {
        repository.commit("first").file("a", "1");
        return listing(RepoType.MODEL, "org/name").license();
    }

    private Listing listing(RepoType type, String id) throws IOException {
        try (var source = new HubSource(
                new SourceEndpoint(URI.create(hub.endpoint()), TestSettings.anonymous(hub.endpoint()), false, false),
                TestSettings.settings(),
                new ConcurrentHashMap<>(),
                Sleeper.REAL,
                InstantSource.system())) {
            return source.list(new ListingRequest(new RepoId(type, id), Revision.MAIN));
        }
    }
}
