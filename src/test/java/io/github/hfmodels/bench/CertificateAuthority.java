package io.github.hfmodels.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A private certificate authority and a server's certificate from it for loopback, in the formats of all programs. Made with the JDK's own tool.
 *
 * @param root its own certificate, as PEM
 * @param trustStore the same as PKCS 12, whose password is {@value #PASSWORD}
 * @param server the server's certificate, as PEM
 * @param serverKey the server's private key, as PEM
 */
record CertificateAuthority(Path root, Path trustStore, Path server, Path serverKey) {

    private static final String PASSWORD = "changeit";

    /** Makes one and keeps it in a folder, which is there. */
    static CertificateAuthority create(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        generate(keys, "root", "-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign");
        generate(keys, "server", "-signer", "root", "-ext", "san=dns:localhost,ip:127.0.0.1");
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("root", store.getCertificate("root"));
            Path trustStore = folder.resolve("trust.p12");
            try (OutputStream out = Files.newOutputStream(trustStore)) {
                trusted.store(out, PASSWORD.toCharArray());
            }
            byte[] key = store.getKey("server", PASSWORD.toCharArray()).getEncoded();
            return new CertificateAuthority(
                    pem(
                            folder.resolve("root.pem"),
                            "CERTIFICATE",
                            store.getCertificate("root").getEncoded()),
                    trustStore,
                    pem(
                            folder.resolve("server.pem"),
                            "CERTIFICATE",
                            store.getCertificate("server").getEncoded()),
                    pem(folder.resolve("server.key"), "PRIVATE KEY", key));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** What makes a JVM trust it, and nobody else. */
    List<String> javaOptions() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    private static void generate(Path keys, String name, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-alias", name, "-keyalg", "EC", "-validity", "2", "-dname", "CN=" + name));
        command.addAll(List.of(more));
        MeasuredProcess.run(new ProcessBuilder(command), keys.resolveSibling("keytool.txt"));
    }

    private static Path pem(Path path, String type, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(path, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, text));
    }
}
