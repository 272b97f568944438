package io.penstock.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * The value of the header {@link HeaderNames#POSITION}: a format number, a colon, and the change stream's resume token,
 * the hexadecimal text that MongoDB has in {@code _data}. Format 1: {@code 1:826B04A3DD…}.
 */
public final class PositionHeader {
    private static final String FORMAT_1 = "1:";

    private PositionHeader() {}

    /** The header's value for a resume token. */
    public static byte[] encode(String tokenData) {
        return (FORMAT_1 + tokenData).getBytes(UTF_8);
    }

    /** The resume token in a header's value; empty if the value has another format. */
    public static Optional<String> decode(byte[] value) {
        String text = new String(value, UTF_8);
        return text.startsWith(FORMAT_1) && text.length() > FORMAT_1.length()
                ? Optional.of(text.substring(FORMAT_1.length()))
                : Optional.empty();
    }
}
