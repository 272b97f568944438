package io.penstock.processor.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Text as a part of a store's key. An id in MongoDB may be a whole document of megabytes; a key of a store stays small:
 * of a long text its start is kept, and the SHA-256 of all of it.
 */
final class KeyText {
    private static final int LONGEST = 255;
    private static final int DIGEST = 32;
    private static final int KEPT = LONGEST - DIGEST;

    private KeyText() {}

    /** At most 255 bytes that stand for the text. */
    static byte[] of(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        if (utf8.length < LONGEST) {
            return utf8;
        }
        byte[] key = Arrays.copyOf(utf8, LONGEST);
        System.arraycopy(sha256(utf8), 0, key, KEPT, DIGEST);
        return key;
    }

    /** The text that such bytes stand for; of a long one its beginning, and the digest in hexadecimal digits. */
    static String text(byte[] key) {
        return key.length < LONGEST
                ? new String(key, UTF_8)
                : new String(key, 0, KEPT, UTF_8) + "…" + HexFormat.of().formatHex(key, KEPT, LONGEST);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
