package io.penstock.processor.document;

/** Finds halves of surrogate pairs that stand alone. */
final class LoneSurrogates {
    private LoneSurrogates() {}

    /** Where the next one stands, at an index or after it; negative if there is none. */
    static int next(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && !isPaired(text, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
