package io.penstock.cli.check;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one document: what the journal lets expect of it, and what has come out of it for each job. There are
 * many of them, so what is empty is not there. For use by one thread.
 */
final class Account {
    private final Endings[] endings;
    private @Nullable Expected expected;
    private @Nullable Set<List<Object>> seenOnce;

    Account(int jobs) {
        endings = new Endings[jobs];
        Arrays.fill(endings, Endings.NONE);
    }

    /** How its versions have ended for a job; to be looked at alone. */
    Endings endings(int job) {
        return endings[job];
    }

    /** How its versions have ended for a job; to be added to. */
    Endings growing(int job) {
        if (endings[job] == Endings.NONE) {
            endings[job] = new Endings();
        }
        return endings[job];
    }

    /** Notes what may be seen once; returns whether it had not been seen. */
    boolean seesFirst(List<Object> once) {
        if (seenOnce == null) {
            seenOnce = new HashSet<>(2);
        }
        return seenOnce.add(once);
    }

    /** What the journal lets expect; empty if it has not named the document. */
    Optional<Expected> expected() {
        return Optional.ofNullable(expected);
    }

    void expect(Expected anew) {
        expected = anew;
    }

    /** The journal is read again from its beginning. */
    void expectNothing() {
        expected = null;
    }
}
