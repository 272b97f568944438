package io.penstock.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What the section {@code mongodb} says of TLS beside the connection string, read as Debezium reads it: {@code ssl.enabled},
 * {@code ssl.invalid.hostname.allowed}, and {@code ssl.keystore} and {@code ssl.truststore}, each with {@code .type} and
 * {@code .password}. As with Debezium, the stores serve as well where the connection string alone asks for TLS.
 *
 * @param properties the section {@code mongodb}
 */
public record MongodbTls(Map<String, String> properties) {
    private static final String KEYSTORE = "ssl.keystore";
    private static final String TRUSTSTORE = "ssl.truststore";

    public MongodbTls {
        properties = Map.copyOf(properties);
    }

    /** Whether TLS is asked for here; the connection string may say otherwise. */
    public boolean enabled() {
        return Boolean.parseBoolean(properties.getOrDefault("ssl.enabled", "false"));
    }

    /** Whether a server's certificate may be of another name. */
    public boolean allowsAnyHostName() {
        return Boolean.parseBoolean(properties.getOrDefault("ssl.invalid.hostname.allowed", "false"));
    }

    /**
     * With the stores; empty if there are none, which leaves it to Java whom to trust.
     *
     * @throws IllegalArgumentException if a store cannot be used; the message holds no secret
     */
    public Optional<SSLContext> context() {
        if (get(KEYSTORE).isEmpty() && get(TRUSTSTORE).isEmpty()) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trusted(), null);
            return Optional.of(context);
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalArgumentException(
                    "the key store or trust store of 'mongodb' cannot be used ("
                            + unusable.getClass().getSimpleName() + "): see to path, type and password",
                    unusable);
        }
    }

    @SuppressWarnings("NullAway") // To the JDK null means its own keys.
    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        if (get(KEYSTORE).isEmpty()) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store(KEYSTORE), password(KEYSTORE));
        return factory.getKeyManagers();
    }

    @SuppressWarnings("NullAway") // To the JDK null means whom it trusts itself.
    private TrustManager[] trusted() throws IOException, GeneralSecurityException {
        if (get(TRUSTSTORE).isEmpty()) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store(TRUSTSTORE));
        return factory.getTrustManagers();
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(get(name + ".type").orElse("PKCS12"));
        try (InputStream file = Files.newInputStream(Path.of(get(name).orElseThrow()))) {
            store.load(file, password(name));
        }
        return store;
    }

    private char[] password(String store) {
        return get(store + ".password").orElse("").toCharArray();
    }

    private Optional<String> get(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /** Shows no value: any may be a secret. */
    @Override
    public String toString() {
        return "MongodbTls" + properties.keySet();
    }
}
