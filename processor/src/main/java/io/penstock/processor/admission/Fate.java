package io.penstock.processor.admission;

import io.penstock.processor.task.Position;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a document's newest admitted version.
 *
 * @param outcome what became of it
 * @param open where the newest version that is open stands in the backlog; 0: none is
 * @param round of its task: 1, and one more each time that an operator has it tried again
 * @param joined position of the version whose open task it has joined, since it brought nothing new: that is the one that runs,
 *     and that a dead letter tells of; empty: the task is its own
 */
record Fate(Outcome outcome, long open, int round, Optional<Position> joined) {
    /** Of a version with a task of its own that has no outcome yet. */
    static Fate ofOwnTask(long open) {
        return new Fate(Outcome.OPEN, open, 1, Optional.empty());
    }

    /** What became of the newest admitted version. Stored by its letter, which never changes. */
    enum Outcome {
        /** It has no outcome yet. */
        OPEN('o'),
        /** It is done. */
        SUCCEEDED('s'),
        /** It was given up. */
        LOST('l'),
        /** It is known, and was not to be run. */
        SEEDED('k'),
        /** It was given up, and an operator has said that it is not to be tried again. Since format 4. */
        DISCARDED('d'),
        /** It was taken back before it was done: by an operator, or by a change of its document. Since format 5. */
        CANCELLED('c');

        private static final List<Outcome> ALL = List.of(values());

        private final char letter;

        Outcome(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }

        static Outcome of(char letter) {
            for (Outcome outcome : ALL) {
                if (outcome.letter == letter) {
                    return outcome;
                }
            }
            throw new IllegalArgumentException("No outcome has the letter " + letter);
        }

        /** What task events call it: nothing of what is given up is lost. */
        String word() {
            return this == LOST ? TaskEventKind.DEAD_LETTERED.text() : name().toLowerCase(Locale.ROOT);
        }

        /** Whether a version with the same content need not be run. */
        boolean spares() {
            return this != LOST && this != CANCELLED;
        }
    }

    /** The task has come to this. */
    Fate settled(Outcome newOutcome) {
        return new Fate(newOutcome, open, round, joined);
    }

    Fate withOpen(long sequence) {
        return new Fate(outcome, sequence, round, joined);
    }

    Fate inRound(int next) {
        return new Fate(Outcome.OPEN, open, next, joined);
    }

    /**
     * What a newer version takes over that brings nothing new and so gets no task: if one is open, it shares that.
     *
     * @param from where the version of this stands
     */
    Fate passedOn(Position from) {
        return outcome == Outcome.OPEN
                ? new Fate(outcome, open, round, Optional.of(joined.orElse(from)))
                : new Fate(outcome, open, 1, Optional.empty());
    }
}
