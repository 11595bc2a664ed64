package io.github.hfmodels.settings;

import io.github.hfmodels.http.Credentials.Authorization;
import io.github.hfmodels.model.Authority;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What the environment says about ModelScope: the variables of its SDK. There is none among them for offline builds.
 *
 * @param warnings told of a saved login that cannot be used
 */
public record ModelScopeEnvironment(EnvironmentVariables variables, Consumer<String> warnings)
        implements SourceEnvironment {

    /** The public server. */
    public static final String PUBLIC_ENDPOINT = "https://modelscope.cn";

    @Override
    public SourceId source() {
        return SourceId.MODELSCOPE;
    }

    @Override
    public String name() {
        return "ModelScope";
    }

    /** The second is what older versions of the SDK use. */
    @Override
    public List<String> publicEndpoints() {
        return List.of(PUBLIC_ENDPOINT, "https://www.modelscope.cn");
    }

    /** {@code MODELSCOPE_ENDPOINT}, else {@code MODELSCOPE_DOMAIN}, else the public server. */
    @Override
    public String endpoint() {
        return addresses("MODELSCOPE_ENDPOINT")
                .or(() -> addresses("MODELSCOPE_DOMAIN"))
                .orElse(PUBLIC_ENDPOINT);
    }

    private Optional<String> addresses(String name) {
        return variables.value(name).filter(text -> !text.replace(',', ' ').isBlank());
    }

    /** The SDK takes a host alone, too. */
    @Override
    public String address(String configured) {
        boolean hasScheme = configured.contains("://") || configured.regionMatches(true, 0, "file:", 0, 5);
        return hasScheme ? configured : "https://" + configured;
    }

    @Override
    public String endpointNames() {
        return "hf.modelscopeEndpoint, MODELSCOPE_ENDPOINT or MODELSCOPE_DOMAIN";
    }

    @Override
    public String tokenVariable() {
        return "MODELSCOPE_API_TOKEN";
    }

    /** {@code MODELSCOPE_API_TOKEN}, else what the SDK has saved of a login at the endpoint's host. */
    @Override
    public Optional<Authorization> token(Endpoint endpoint) {
        return variables
                .value("MODELSCOPE_API_TOKEN")
                .flatMap(text -> EnvironmentVariables.token(text, "the environment variable MODELSCOPE_API_TOKEN"))
                .or(() -> loginFile()
                        .flatMap(
                                file -> new SavedLogin(file, warnings, InstantSource.system()).token(hosts(endpoint))));
    }

    /** The names of the endpoint's server. */
    private List<String> hosts(Endpoint endpoint) {
        return endpoint.isPublic(this)
                ? publicEndpoints().stream()
                        .map(address -> Authority.hostOf(URI.create(address)))
                        .toList()
                : List.of(endpoint.host());
    }

    /** The file {@code cookies} in {@code MODELSCOPE_CREDENTIALS_PATH}, else in {@code MODELSCOPE_HOME}; empty without a home folder. */
    private Optional<Path> loginFile() {
        return variables
                .path("MODELSCOPE_CREDENTIALS_PATH")
                .or(() -> variables
                        .path("MODELSCOPE_HOME")
                        .or(() -> variables.userHome().map(home -> home.resolve(".modelscope")))
                        .map(home -> home.resolve("credentials")))
                .map(folder -> folder.resolve("cookies"));
    }

    /**
     * The cache: {@code MODELSCOPE_CACHE}, else the folder {@code .cache/modelscope} of the user's home folder.
     *
     * @throws UserException when the former is not set, and there is no home folder
     */
    @Override
    public Path cacheDirectory() {
        return variables
                .path("MODELSCOPE_CACHE")
                .orElseGet(() -> variables
                        .userHome()
                        .orElseThrow(() -> variables.homeless("set MODELSCOPE_CACHE or hf.modelscopeCacheDirectory"))
                        .resolve(".cache")
                        .resolve("modelscope"));
    }

    /** {@code MODELSCOPE_DOWNLOAD_TIMEOUT}. */
    @Override
    public OptionalInt downloadTimeout() {
        return variables.seconds("MODELSCOPE_DOWNLOAD_TIMEOUT");
    }

    /** {@code MODELSCOPE_API_TIMEOUT}. */
    @Override
    public OptionalInt apiTimeout() {
        return variables.seconds("MODELSCOPE_API_TIMEOUT");
    }
}
