package io.penstock.cli.snapshot;

import io.penstock.cli.snapshot.Course.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** For how long a snapshot of which nothing is heard is waited for. For one thread. */
final class Patience {
    /** A chunk may take minutes, where a filter takes few of many documents. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final Duration first;
    private final boolean stops;
    private final BooleanSupplier engineIsThere;
    private final InstantSource clock;
    private Instant heard;
    private Instant looked;
    private boolean missed;

    /**
     * Begins to wait.
     *
     * @param first how long the first answer may take
     * @param stops whether the snapshot was asked to stop: that takes no longer
     * @param engineIsThere asked now and then while the snapshot is paused: one that pauses says nothing, and lives
     */
    Patience(Duration first, boolean stops, BooleanSupplier engineIsThere, InstantSource clock) {
        this.first = first;
        this.stops = stops;
        this.engineIsThere = engineIsThere;
        this.clock = clock;
        this.heard = clock.instant();
        this.looked = heard;
    }

    /** Something was heard of the snapshot. */
    void heard() {
        heard = clock.instant();
        looked = heard;
        missed = false;
    }

    /** Whether it has been waited for long enough. */
    boolean isOver(Stage stage) {
        Instant now = clock.instant();
        if (stage == Stage.PAUSED && !stops && looked.plus(BETWEEN_LOOKS).isBefore(now)) {
            looked = now;
            missed = !engineIsThere.getAsBoolean();
            heard = missed ? heard : now;
        }
        return heard.plus(bound(stage)).isBefore(now);
    }

    /** How long nothing may be heard. */
    Duration bound(Stage stage) {
        return stage == Stage.ASKED || stops ? first : LONGEST_SILENCE;
    }

    /** Whether there was no engine when it was looked for. */
    boolean missesTheEngine() {
        return missed;
    }
}
