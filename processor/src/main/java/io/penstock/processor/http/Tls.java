package io.penstock.processor.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS with the key in a file. The certificate in it is what other processes of the deployment are trusted by. */
public final class Tls {
    private Tls() {}

    /**
     * Reads the key.
     *
     * @throws IOException if there is none to be had: the message says what to do, and has no part of the password
     */
    public static SSLContext context(Path keystore, String password) throws IOException {
        try (InputStream file = Files.newInputStream(keystore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, password.toCharArray());
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, password.toCharArray());
            TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            others.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), others.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "The key in " + keystore + " cannot be used ("
                            + e.getClass().getSimpleName()
                            + "): it must be a PKCS #12 file that this process may read, and its password that of"
                            + " http.keystore-password",
                    e);
        }
    }
}
