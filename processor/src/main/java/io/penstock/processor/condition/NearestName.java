package io.penstock.processor.condition;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
final class NearestName {
    private NearestName() {}

    /** The nearest of the names, if it takes few enough changes of a letter to get there. */
    static Optional<String> of(String written, List<String> names) {
        int most = written.length() < 4 ? 1 : 2;
        return names.stream()
                .filter(name -> changes(written, name) <= most)
                .min(Comparator.comparingInt(name -> changes(written, name)));
    }

    /** Letters to insert, delete or replace to make one of the other, upper and lower case being the same: Levenshtein. */
    private static int changes(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
