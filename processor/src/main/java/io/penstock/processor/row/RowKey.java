package io.penstock.processor.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A store's key: a letter that says what kind of row it is, then texts, each with its length in one byte before it, so
 * that no two lists of texts make one key and all rows of one job, or of one collection of a job, stand together.
 */
public final class RowKey {
    private RowKey() {}

    /** The key of a row of this kind under these texts. */
    public static byte[] of(char kind, String... texts) {
        byte[][] parts = bytes(texts);
        byte[] key = new byte[1 + size(parts)];
        key[0] = (byte) kind;
        return write(parts, key, 1);
    }

    /** These texts as a part of keys: no list of as many texts makes the beginning of another's. */
    public static byte[] parts(String... texts) {
        byte[][] parts = bytes(texts);
        return write(parts, new byte[size(parts)], 0);
    }

    /** Behind all keys that begin so: a text has its length before it, which no byte exceeds. */
    public static byte[] after(byte[] beginning) {
        byte[] end = Arrays.copyOf(beginning, beginning.length + 257);
        Arrays.fill(end, beginning.length, end.length, (byte) 0xFF);
        return end;
    }

    /** The texts of a key; of a very long one its beginning, and a digest that tells it from others. */
    public static List<String> texts(byte[] key) {
        List<String> texts = new ArrayList<>();
        for (int at = 1; at < key.length; at += 1 + (key[at] & 0xFF)) {
            texts.add(KeyText.text(Arrays.copyOfRange(key, at + 1, at + 1 + (key[at] & 0xFF))));
        }
        return texts;
    }

    /** The last text of a key, as {@link #texts} has it. */
    public static String last(byte[] key) {
        List<String> texts = texts(key);
        return texts.get(texts.size() - 1);
    }

    private static byte[][] bytes(String... texts) {
        byte[][] parts = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            parts[i] = KeyText.of(texts[i]);
        }
        return parts;
    }

    private static int size(byte[][] parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += 1 + part.length;
        }
        return size;
    }

    private static byte[] write(byte[][] parts, byte[] key, int from) {
        int at = from;
        for (byte[] part : parts) {
            key[at] = (byte) part.length;
            System.arraycopy(part, 0, key, at + 1, part.length);
            at += 1 + part.length;
        }
        return key;
    }
}
