package io.penstock.processor.task;

import static io.penstock.processor.task.Position.DELETE;
import static io.penstock.processor.task.Position.READ;
import static io.penstock.processor.task.Position.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.task.Position.Relation;
import io.penstock.records.ResumeToken;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionTest {
    private static Position at(long time, int phase, long index) {
        return Position.ofToken(new ResumeToken(time, index), phase);
    }

    @Test
    void shouldOrderAsHistoryWent() {
        long beyondSigned = 0xF000_0000_0000_0001L;
        List<Position> history = List.of(
                at(5, READ, 0),
                at(5, DELETE, 0),
                at(5, WRITE, 0),
                at(5, WRITE, 1),
                at(5, DELETE, 2),
                at(5, WRITE, 300),
                at(6, READ, 0),
                at(6, WRITE, 0),
                at(beyondSigned, WRITE, 0));

        for (int i = 0; i < history.size(); i++) {
            for (int j = 0; j < history.size(); j++) {
                Relation expected = i < j ? Relation.OLDER : i > j ? Relation.NEWER : Relation.SAME;
                assertThat(history.get(i).to(history.get(j)))
                        .as(history.get(i) + " to " + history.get(j))
                        .isEqualTo(expected);
                assertThat(Integer.signum(
                                history.get(i).text().compareTo(history.get(j).text())))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void shouldCompareForeignTokensAsText() {
        Position first = Position.ofForeignToken(5, WRITE, "0abc");

        assertThat(first.to(Position.ofForeignToken(5, WRITE, "0abd"))).isEqualTo(Relation.OLDER);
        assertThat(first.to(Position.ofForeignToken(5, WRITE, "0abc"))).isEqualTo(Relation.SAME);
        assertThat(first.to(Position.ofForeignToken(4, WRITE, "zzz"))).isEqualTo(Relation.NEWER);
    }

    @Test
    void shouldTakeTheLaterArrivalForTheNewer_whenNothingButAHashTellsTwoChangesApart() {
        Position first = Position.ofClock(5, WRITE, "aa");
        Position second = Position.ofClock(5, WRITE, "bb");

        assertThat(second.to(first)).isEqualTo(Relation.NEWER);
        assertThat(first.to(second)).isEqualTo(Relation.NEWER);
        assertThat(first.to(Position.ofClock(5, WRITE, "aa"))).isEqualTo(Relation.SAME);
    }
}
