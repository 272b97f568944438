package io.penstock.settings.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the word that was probably meant: the one with the least distance, counted in letters left out, added, changed
 * or swapped with their neighbour (optimal string alignment). Upper case, hyphens, underscores and dots do not count; a
 * beginning of three letters or more counts as a word with one slip.
 */
final class Suggestion {
    private static final Pattern SEPARATORS = Pattern.compile("[-_.\\s]");

    private Suggestion() {}

    /** The word meant; empty if none is near enough: about a third of the letters may differ. */
    static Optional<String> of(String written, Collection<String> words) {
        String simple = simplify(written);
        int tolerance = Math.max(1, Math.min(4, simple.length() / 3));
        record Candidate(String word, int distance) {}
        return words.stream()
                .map(word -> new Candidate(word, slips(simple, simplify(word))))
                .filter(candidate -> candidate.distance() <= tolerance)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word))
                .map(Candidate::word);
    }

    private static int slips(String written, String word) {
        boolean beginning = written.length() >= 3 && word.startsWith(written);
        return beginning ? Math.min(1, word.length() - written.length()) : distance(written, word);
    }

    private static String simplify(String word) {
        String letters = SEPARATORS.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("");
        return letters.substring(0, Math.min(letters.length(), 100));
    }

    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
