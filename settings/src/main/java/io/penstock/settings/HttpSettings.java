package io.penstock.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The port at which a process is looked into.
 *
 * @param enabled whether there is one
 * @param host the interface: a name or an address
 * @param port 0: any that is free
 * @param advertised what others reach it at, {@code host:port}; empty: as it is bound
 * @param tokenFile the file with the bearer token for whatever changes something; empty: nothing can be changed
 * @param tls the key with which it speaks TLS; empty: it does not
 */
public record HttpSettings(
        boolean enabled,
        String host,
        int port,
        Optional<String> advertised,
        Optional<Path> tokenFile,
        Optional<Tls> tls) {
    /** None. */
    public static final HttpSettings OFF =
            new HttpSettings(false, "127.0.0.1", 0, Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The key with which it speaks TLS.
     *
     * @param keystore a PKCS #12 file with the key and its certificates
     * @param password of the file and of the key
     */
    public record Tls(Path keystore, String password) {
        /** Shows no password. */
        @Override
        public String toString() {
            return "Tls[keystore=" + keystore + "]";
        }
    }
}
