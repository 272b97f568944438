package io.penstock.cli.check;

import java.util.Locale;

/** How one delivery of a change ended for a job. */
enum Ending {
    /** A result was written. */
    RESULT(1),
    /** A dead letter was written. */
    DEAD_LETTER(2),
    /** It was told as unchanged, superseded, settled, seeded, or stale by the document's own version. */
    TOLD(4),
    /** It was told as a duplicate, or as stale by its position: some earlier delivery must have ended otherwise. */
    TOLD_AGAIN(8),
    /** The change's record was given up before it became a task; when it comes again, it is given up again. */
    GIVEN_UP(16);

    private final int flag;

    Ending(int flag) {
        this.flag = flag;
    }

    int flag() {
        return flag;
    }

    /** As people read it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it accounts for the change, and not only for a delivery that came again. */
    static boolean accounts(int flags) {
        return (flags & ~TOLD_AGAIN.flag) != 0;
    }

    /** Whether it was given up, as a task or before it became one. */
    static boolean givesUp(int flags) {
        return (flags & (DEAD_LETTER.flag | GIVEN_UP.flag)) != 0;
    }

    /** Whether the task was done or given up. */
    static boolean concludes(int flags) {
        return (flags & (RESULT.flag | DEAD_LETTER.flag)) != 0;
    }
}
