package io.penstock.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/**
 * RFC 3986, 2.1: all but the unreserved signs becomes the percent-encoded octets of its UTF-8, so that no two texts share
 * one form. Half a surrogate pair, which UTF-8 has no octets for, has the three that a code point of its number would have.
 */
final class PercentEncoding {
    private PercentEncoding() {}

    static String of(String text) {
        if (text.chars().allMatch(PercentEncoding::isUnreserved)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isUnreserved(point)) {
                encoded.append((char) point);
            } else {
                for (byte octet : octets(point)) {
                    encoded.append('%').append(String.format(Locale.ROOT, "%02X", octet & 0xFF));
                }
            }
        });
        return encoded.toString();
    }

    private static byte[] octets(int point) {
        boolean halfPair = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return halfPair
                ? new byte[] {
                    (byte) (0xE0 | (point >> 12)), (byte) (0x80 | ((point >> 6) & 0x3F)), (byte) (0x80 | (point & 0x3F))
                }
                : Character.toString(point).getBytes(UTF_8);
    }

    private static boolean isUnreserved(int sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || sign == '-'
                || sign == '.'
                || sign == '_'
                || sign == '~';
    }
}
