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

    /** Its type decides what is lower: a text of digits must not come back as a number. */
    @Test
    void shouldKeepTheTypeOfADocumentsVersion() {
        assertThat(LedgerRow.decode(ofText("7").encode()).field()).contains(FieldVersion.ofText("7"));
        assertThat(LedgerRow.decode(ROW.encode()).field()).contains(FieldVersion.ofNumber("7"));
    }

    private static LedgerRow ofText(String version) {
        return new LedgerRow(
                ROW.position(),
                ROW.life(),
                Optional.of(FieldVersion.ofText(version)),
                ROW.content(),
                ROW.offset(),
                ROW.admittedAt(),
                ROW.fate());
    }

    @Test
    void shouldBeReadable_byVersionsThatKnewOfNoneThatJoins_whereNoneHasJoined() {
        assertThat(ROW.encode()[0]).isEqualTo((byte) 5);
        assertThat(ROW.settled(Fate.Outcome.SUCCEEDED).joinedBy(NEWER).encode()[0])
                .isEqualTo((byte) 5);
        assertThat(ROW.joinedBy(NEWER).encode()[0]).isEqualTo((byte) 6);
    }
}
