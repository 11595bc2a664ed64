package org.example;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tells what is asked for in Java, and refuses it. DJL passes by proxies, so a proxy does not see all. */
class RefusedNetwork extends URLStreamHandler implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        URL.setURLStreamHandlerFactory(protocol -> protocol.startsWith("http") ? this : null);
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        System.out.println("Java asked for " + url);
        throw new IOException("no network");
    }

    @Override
    protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
        return openConnection(url);
    }
}
