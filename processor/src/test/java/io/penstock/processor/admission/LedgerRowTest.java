package io.penstock.processor.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.admission.LedgerRow.Life;
import io.penstock.processor.task.ContentHash;
import io.penstock.processor.task.FieldVersion;
import io.penstock.processor.task.Position;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerRowTest {
    private static final LedgerRow ROW = new LedgerRow(
            new Position(5, Position.WRITE, 1, ""),
            new Life(2, false),
            Optional.of(new FieldVersion("7")),
            Optional.of(new ContentHash(3, 4)),
            11,
            12,
            Fate.ofOwnTask(13));

    private static final LedgerRow NEWER = new LedgerRow(
            new Position(6, Position.READ, 0, "tie"),
            new Life(2, false),
            Optional.empty(),
            Optional.of(new ContentHash(3, 4)),
            21,
            22,
            Fate.ofOwnTask(13));

    @Test
    void shouldBeReadAsItWasWritten() {
        LedgerRow joined = ROW.inRound(3).joinedBy(NEWER);

        assertThat(LedgerRow.decode(ROW.encode())).isEqualTo(ROW);
        assertThat(LedgerRow.decode(joined.encode())).isEqualTo(joined);
        assertThat(joined.isOf(ROW.position())).isTrue();
        assertThat(joined.round()).isEqualTo(3);
    }

    @Test
    void shouldBeReadable_byVersionsThatKnewOfNoneThatJoins_whereNoneHasJoined() {
        assertThat(ROW.encode()[0]).isEqualTo((byte) 5);
        assertThat(ROW.settled(Fate.Outcome.SUCCEEDED).joinedBy(NEWER).encode()[0])
                .isEqualTo((byte) 5);
        assertThat(ROW.joinedBy(NEWER).encode()[0]).isEqualTo((byte) 6);
    }
}
