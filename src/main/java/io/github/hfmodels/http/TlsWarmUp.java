package io.github.hfmodels.http;

import io.github.hfmodels.log.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Gets the JVM's TLS ready beside other work. In a new JVM the classes, the trusted certificates and the first encryption take longer
 * than all requests for an ordinary model.
 */
public final class TlsWarmUp {

    private static final Log LOG = Log.of(TlsWarmUp.class);

    /** HotSpot compiles for good what has been called 5,000 times, or a little later where it has much to compile. */
    private static final int CALLS = 6_000;

    private static final int TEXT_BYTES = 64;
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;

    private static final AtomicBoolean HAS_STARTED = new AtomicBoolean();

    private TlsWarmUp() {}

    /** Reads the trusted certificates and loads what the beginning of a handshake needs, in the background. */
    public static void start() {
        start(() -> {
            try {
                SSLEngine client = SSLContext.getDefault().createSSLEngine();
                client.setUseClientMode(true);
                client.wrap(
                        ByteBuffer.allocate(0),
                        ByteBuffer.allocate(client.getSession().getPacketBufferSize()));
            } catch (GeneralSecurityException | IOException | RuntimeException | LinkageError e) {
                LOG.debug("TLS cannot be prepared: {}", e.toString());
            }
        });
    }

    /**
     * Lets the JVM compile AES-GCM, with which nearly all servers encrypt, in the background. It uses the processor's instructions only
     * from where methods that call them were compiled, for which it counts calls. A record of TLS is one call, so the first
     * 40 MB would be decrypted at a tenth of the speed. Takes some 100 ms of one processor, so it is done once.
     *
     * @param server the one that will be asked; nothing is done for one that does not encrypt
     */
    public static void startToCompile(Origin server) {
        if (!server.isEncrypted() || !HAS_STARTED.compareAndSet(false, true)) {
            return;
        }
        start(() -> {
            try {
                var key = new SecretKeySpec(new byte[16], "AES");
                var nonce = new GCMParameterSpec(TAG_BITS, new byte[NONCE_BYTES]);
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, key, nonce);
                byte[] text = cipher.doFinal(new byte[TEXT_BYTES]);
                for (int call = 0; call < CALLS; call++) {
                    cipher.init(Cipher.DECRYPT_MODE, key, nonce);
                    ByteBuffer buffer = ByteBuffer.wrap(text.clone());
                    cipher.doFinal(buffer.duplicate(), buffer);
                }
            } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
                LOG.debug("AES-GCM cannot be used: {}", e.toString());
            }
        });
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "hf-models-tls");
        thread.setDaemon(true);
        thread.start();
    }
}
