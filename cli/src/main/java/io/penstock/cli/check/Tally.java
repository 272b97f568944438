package io.penstock.cli.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts findings of one kind and explains the first few. For use by one thread. */
final class Tally {
    private static final int EXPLAINED = 5;

    private final List<String> explanations = new ArrayList<>();
    private long count;

    void add(long findings) {
        count += findings;
    }

    void explain(Supplier<String> explanation) {
        if (explanations.size() < EXPLAINED) {
            explanations.add(explanation.get());
        }
    }

    long count() {
        return count;
    }

    List<String> explanations() {
        return explanations;
    }
}
