package io.penstock.connectors.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.penstock.connectors.pace.ChunkTurns.Call;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The turns of an incremental snapshot in virtual time. */
class ChunkTurnsTest {
    private static final long SECOND = 1_000_000_000L;

    private final FixedShare share = new FixedShare(1);
    private final ChunkTurns turns = new ChunkTurns(share);
    private final List<Call> calls = new ArrayList<>();
    private boolean paused;

    /** A snapshot that reads all the time but when it is paused, for so many seconds; for how many it read. */
    private long run(long from, long to) {
        long read = 0;
        for (long second = from; second < to; second++) {
            if (!paused) {
                turns.read(second * SECOND);
                read++;
            }
            turns.look(second * SECOND + SECOND / 2).ifPresent(call -> {
                calls.add(call);
                paused = call == Call.PAUSE;
            });
        }
        return read;
    }

    @Test
    void aWholeShareShouldNotBeInterrupted() {
        assertThat(run(0, 600)).isEqualTo(600);
        assertThat(calls).isEmpty();
        assertThat(share.used.get()).isCloseTo(600 * SECOND, within(SECOND));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.1, 0.25, 0.5, 0.8})
    void aPartOfItShouldBeTakenInTurns(double part) {
        share.share = part;

        double taken = run(0, 10_000) / 10_000.0;

        // Turns are of whole seconds here; a short one is up to a second too long.
        assertThat(taken).isBetween(0.7 * part, 1.5 * part + 0.01);
        assertThat(calls).startsWith(Call.PAUSE, Call.RESUME);
    }

    @Test
    void noShareShouldStopItUntilThereIsOne() {
        share.share = 0;
        run(0, 1_000);
        assertThat(calls).containsExactly(Call.PAUSE);

        share.share = 1;
        run(1_000, 1_010);
        assertThat(calls).containsExactly(Call.PAUSE, Call.RESUME);
    }

    @Test
    void aSnapshotThatIsOverShouldBeLeftAlone() {
        share.share = 0.9;
        run(0, 3);
        for (long second = 3; second < 100; second++) {
            assertThat(turns.look(second * SECOND)).isEmpty();
        }
    }
}
