package io.github.hfmodels.settings;

import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.util.Optional;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.building.SettingsProblem.Severity;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/** Decrypts passwords of settings.xml. One that cannot be decrypted is an error, since Maven would send it as it is. */
record SettingsDecryption(SettingsDecrypter decrypter) {

    /** @throws UserException when its password cannot be decrypted */
    Server decrypted(Server server) {
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        check(result, "server '" + server.getId() + "'", server.getPassword());
        return result.getServer();
    }

    /** @throws UserException when its password cannot be decrypted */
    Proxy decrypted(Proxy proxy) {
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy));
        check(result, "proxy '" + proxy.getId() + "'", proxy.getPassword());
        return result.getProxy();
    }

    private static void check(SettingsDecryptionResult result, String whose, @Nullable String encrypted) {
        Optional<SettingsProblem> problem = result.getProblems().stream()
                .filter(each -> each.getSeverity() != Severity.WARNING)
                .findFirst();
        if (problem.isPresent()) {
            throw new UserException("the password of " + Printable.of(whose)
                    + " in settings.xml cannot be decrypted" + reason(problem.get(), encrypted)
                    + "; encrypt it again with 'mvn --encrypt-password' (Maven 4: 'mvnenc'), and check that settings-security.xml is the one"
                    + " it was encrypted for");
        }
    }

    private static String reason(SettingsProblem problem, @Nullable String encrypted) {
        String message = problem.getMessage();
        boolean showsSecret = message == null || (encrypted != null && message.contains(encrypted));
        return showsSecret ? "" : " (" + Printable.of(message) + ")";
    }
}
