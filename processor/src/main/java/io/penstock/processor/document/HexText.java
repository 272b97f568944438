package io.penstock.processor.document;

/** Looks at hexadecimal text, without the machinery of a regular expression: most documents have an ObjectId. */
final class HexText {
    private HexText() {}

    /** Whether there are hexadecimal digits alone from one index up to the other. */
    static boolean isHex(String text, int from, int to) {
        if (from < 0 || to > text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c > 'f' || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
