package io.github.hfmodels.settings;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.proxy.Proxy;
import io.github.hfmodels.proxy.ProxySource;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.RemoteRepository;
import org.jspecify.annotations.Nullable;

/**
 * The {@code <proxies>} of settings.xml, chosen as Maven chooses for its own downloads. Where one is active for the address's
 * scheme, settings.xml decides: a host in {@code <nonProxyHosts>} is reached without a proxy.
 *
 * @param resolver has Maven's proxy selector; null for none
 * @param proxies those of settings.xml
 */
record SettingsProxies(
        @Nullable RepositorySystemSession resolver,
        List<org.apache.maven.settings.Proxy> proxies,
        SettingsDecryption decryption)
        implements ProxySource {

    @Override
    public Optional<Route> route(URI address) {
        if (resolver == null || resolver.getProxySelector() == null) {
            return Optional.empty();
        }
        var repository = new RemoteRepository.Builder(ServerSettings.DEFAULT_ID, "default", address.toString()).build();
        org.eclipse.aether.repository.Proxy chosen = resolver.getProxySelector().getProxy(repository);
        if (chosen != null) {
            Proxy proxy = proxy(
                    chosen,
                    new RemoteRepository.Builder(repository).setProxy(chosen).build());
            return Optional.of(new Route(proxy, proxy.foundIn()));
        }
        return proxies.stream().anyMatch(proxy -> isFor(proxy, address))
                ? Optional.of(new Route(null, "<nonProxyHosts> in settings.xml"))
                : Optional.empty();
    }

    private Proxy proxy(org.eclipse.aether.repository.Proxy chosen, RemoteRepository repository) {
        Optional<org.apache.maven.settings.Proxy> configured = proxies.stream()
                .filter(proxy -> proxy.isActive()
                        && proxy.getPort() == chosen.getPort()
                        && chosen.getHost().equals(proxy.getHost()))
                .findFirst();
        // Maven itself uses a password that it could not decrypt as it is.
        configured.filter(proxy -> proxy.getPassword() != null).ifPresent(decryption::decrypted);
        String foundIn = configured
                .map(proxy -> "proxy '" + Printable.of(String.valueOf(proxy.getId())) + "' in settings.xml")
                .orElse("Maven's proxy selector");
        return new Proxy("http", chosen.getHost(), chosen.getPort(), login(repository), foundIn);
    }

    private Proxy.@Nullable Login login(RemoteRepository repository) {
        try (AuthenticationContext login = AuthenticationContext.forProxy(resolver, repository)) {
            String user = login == null ? null : login.get(AuthenticationContext.USERNAME);
            String password = login == null ? null : login.get(AuthenticationContext.PASSWORD);
            return user == null || user.isEmpty() ? null : new Proxy.Login(user, password == null ? "" : password);
        }
    }

    /** A proxy for http is also used for https, unless there is one for that. */
    private static boolean isFor(org.apache.maven.settings.Proxy proxy, URI address) {
        boolean fits = address.getScheme().equalsIgnoreCase(proxy.getProtocol())
                || (address.getScheme().equalsIgnoreCase("https") && "http".equalsIgnoreCase(proxy.getProtocol()));
        return proxy.isActive() && fits;
    }
}
