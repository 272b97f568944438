package io.penstock.processor.intake;

import io.penstock.processor.task.Raw;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes the content of a JSON string as UTF-8 out of JSON in UTF-8. A document in an envelope is most of a record's bytes:
 * decoding it to characters and encoding it again would read it three more times.
 */
final class JsonText {
    /** Bytes: of what is larger nothing is taken that is not needed. */
    private static final int LARGE = 256 << 10;

    private JsonText() {}

    /**
     * Unescapes a JSON string without decoding it to characters. Numeric escapes, and invalid UTF-8 that a parser would miss
     * when it skips the string, are left to a parser.
     *
     * @param json validated by the caller's parser as it reads on behind the string
     * @param quote where the string begins: the place of its first quotation mark
     * @return empty if a parser has to read it
     */
    static Optional<Raw> at(byte[] json, int quote) {
        if (quote < 0 || json[quote] != '"') {
            return Optional.empty();
        }
        // In one pass: in a document a quotation mark comes every few bytes, and each costs a branch misprediction.
        byte[] content = new byte[room(json, quote)];
        int length = 0;
        for (int at = quote + 1; at < json.length; at++) {
            byte next = json[at];
            if (next == '"') {
                return Optional.of(Raw.of(length == content.length ? content : Arrays.copyOf(content, length)));
            }
            if (next == '\\') {
                at++;
                next = at < json.length ? escaped(json[at]) : 0;
                if (next == 0) {
                    return Optional.empty();
                }
            } else if (next < 0 && !mayBegin(json, at)) {
                return Optional.empty();
            }
            content[length] = next;
            length++;
        }
        return Optional.empty();
    }

    /** As much as a text's content takes, or more if that is little. */
    private static int room(byte[] json, int quote) {
        int rest = json.length - quote - 1;
        if (rest <= LARGE) {
            return rest;
        }
        int room = 0;
        for (int at = quote + 1; at < json.length && json[at] != '"'; at++) {
            at += json[at] == '\\' ? 1 : 0;
            room++;
        }
        return room;
    }

    /**
     * Whether a byte above 127 may stand there, as far as it and the next one tell: no longer form than need be, no half of a
     * pair, nothing above U+10FFFF (RFC 3629, section 4).
     */
    private static boolean mayBegin(byte[] json, int at) {
        int first = json[at] & 0xFF;
        int second = at + 1 < json.length ? json[at + 1] & 0xFF : 0;
        return switch (first) {
            case 0xC0, 0xC1 -> false;
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> first < 0xF5;
        };
    }

    /** What an escape stands for (RFC 8259, section 7); 0: a number, or nothing that there is. */
    private static byte escaped(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> 0;
        };
    }
}
