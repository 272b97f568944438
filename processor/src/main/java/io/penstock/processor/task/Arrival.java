package io.penstock.processor.task;

import java.util.List;

/**
 * What arrives in the partition that owns a shard key.
 *
 * @param intent what is to become of the task
 * @param task the task
 * @param redelivered whether intake knows already that the change was told before
 */
public record Arrival(Intent intent, PendingTask task, boolean redelivered) implements Incoming {
    /** Whether a change is behind it that somebody waits to hear of. */
    public boolean isTask() {
        return intent == Intent.RUN || intent == Intent.SEED;
    }

    /** What is to become of a task that arrives. */
    public enum Intent {
        /** It concerns its job: to be admitted and run. */
        RUN('r'),
        /** To be recorded as known, not run. */
        SEED('s'),
        /** The document was deleted and the job does not care: only the document's life ends. */
        END('e'),
        /** The document lives on, but the job's condition holds no more, and the job cares. */
        UNMATCH('u'),
        /**
         * A life of the document begins, and its insert makes no task, or none yet: it may be a dead letter, which can be tried
         * again. So this stands right before the insert, and has not the insert's own version.
         */
        BEGIN('b');

        private static final List<Intent> ALL = List.of(values());

        private final char letter;

        Intent(char letter) {
            this.letter = letter;
        }

        /** The letter that stands for it in records: never to be changed. */
        public char letter() {
            return letter;
        }

        /** The intent with this letter. */
        public static Intent of(char letter) {
            for (Intent intent : ALL) {
                if (intent.letter == letter) {
                    return intent;
                }
            }
            throw new IllegalArgumentException("No intent has the letter " + letter);
        }
    }
}
