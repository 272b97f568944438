package io.penstock.processor.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secret that whoever changes something has to know. */
public final class Token {
    private static final int SHORTEST = 16;
    private static final String BEARER = "Bearer ";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]+");

    private final byte[] secret;

    private Token(String secret) {
        this.secret = secret.getBytes(UTF_8);
    }

    /**
     * Reads it.
     *
     * @throws IOException if the file cannot be read, or holds no token: the message says what to do and not what it holds
     */
    public static Token read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException(
                    "The file with the token, " + file + ", cannot be read ("
                            + e.getClass().getSimpleName()
                            + "): see to it that it is there and that this process may read it",
                    e);
        }
        if (text.length() < SHORTEST || !FORM.matcher(text).matches()) {
            throw new IOException("The file with the token, " + file + ", must hold one token of at least " + SHORTEST
                    + " of the characters A-Z, a-z, 0-9 and ._~+/=-; make one with 'openssl rand -hex 32'");
        }
        return new Token(text);
    }

    /** The header {@code Authorization} that shows it. */
    public String authorization() {
        return BEARER + new String(secret, UTF_8);
    }

    /** Whether the header {@code Authorization} shows it. Takes as long for one that is nearly right. */
    boolean matches(Optional<String> authorization) {
        return authorization
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip().getBytes(UTF_8))
                .filter(given -> MessageDigest.isEqual(given, secret))
                .isPresent();
    }
}
