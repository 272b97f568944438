package io.penstock.processor.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A store's key: a letter that says what kind of row it is, then texts, each with its length in one byte before it, so
 * that no two lists of texts make one key and all rows of one job, or of one collection of a job, stand together.
 */
public final class RowKey {
    private RowKey() {}

    /** The key of a row of this kind under these texts. */
    public static byte[] of(char kind, String... texts) {
        return write(RowWriter.key().fixed8(kind), texts);
    }

    /** These texts as a part of keys: no list of as many texts makes the beginning of another's. */
    public static byte[] parts(String... texts) {
        return write(RowWriter.key(), texts);
    }

    /** Behind all keys that begin so: a text has its length before it, which no byte exceeds. */
    public static byte[] after(byte[] beginning) {
        byte[] end = Arrays.copyOf(beginning, beginning.length + 257);
        Arrays.fill(end, beginning.length, end.length, (byte) 0xFF);
        return end;
    }

    /** The last text of a key, as far as the key has it. */
    public static String last(byte[] key) {
        int at = 1;
        while (at + 1 + (key[at] & 0xFF) < key.length) {
            at += 1 + (key[at] & 0xFF);
        }
        return new String(key, at + 1, key.length - at - 1, UTF_8);
    }

    private static byte[] write(RowWriter writer, String... texts) {
        for (String text : texts) {
            byte[] part = KeyText.of(text);
            writer.fixed8(part.length).raw(part);
        }
        return writer.toBytes();
    }
}
