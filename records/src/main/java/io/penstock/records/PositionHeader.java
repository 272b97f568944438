package io.penstock.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of the header {@link HeaderNames#POSITION}: a format number, a colon, and the change stream's resume token,
 * the hexadecimal text that MongoDB has in {@code _data}. Format 1: {@code 1:826B04A3DD…}.
 */
public final class PositionHeader {
    private static final String FORMAT_1 = "1:";
    private static final Pattern OTHER_FORMAT = Pattern.compile("(\\d{1,9}):.*", Pattern.DOTALL);

    private PositionHeader() {}

    /** What a header's value says. */
    public sealed interface Said {
        /**
         * A position.
         *
         * @param data the resume token
         */
        record Token(String data) implements Said {}

        /** Nothing: the change has no position. */
        record Absent() implements Said {}

        /**
         * A position of a later version: this one must not do without it, for it orders the changes.
         *
         * @param why what stands there, and what to do
         */
        record Later(String why) implements Said {}

        /**
         * Nothing that any version has written.
         *
         * @param why what to do
         */
        record Malformed(String why) implements Said {}
    }

    /** The header's value for a resume token. */
    public static byte[] encode(String tokenData) {
        return (FORMAT_1 + tokenData).getBytes(UTF_8);
    }

    /** What a header's value says. Where Kafka Connect writes headers as JSON, it stands in quotation marks. */
    public static Said read(byte[] value) {
        String text = new String(value, UTF_8);
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return said(quoted ? text.substring(1, text.length() - 1) : text);
    }

    private static Said said(String text) {
        if (text.isEmpty()) {
            return new Said.Absent();
        }
        if (text.startsWith(FORMAT_1) && text.length() > FORMAT_1.length()) {
            return new Said.Token(text.substring(FORMAT_1.length()));
        }
        Matcher other = OTHER_FORMAT.matcher(text);
        if (other.matches() && !text.startsWith(FORMAT_1)) {
            return new Said.Later(
                    "it has format %s, and this version of Penstock knows format 1. A later version has written it:"
                                    .formatted(other.group(1))
                            + " run that one, or a newer one");
        }
        return new Said.Malformed("it is not '1:' and a token. Let the connector's 'header.converter' be"
                + " org.apache.kafka.connect.storage.SimpleHeaderConverter");
    }

    /** The resume token in a header's value; empty if there is none that this version can read. */
    public static Optional<String> decode(byte[] value) {
        return read(value) instanceof Said.Token token ? Optional.of(token.data()) : Optional.empty();
    }
}
