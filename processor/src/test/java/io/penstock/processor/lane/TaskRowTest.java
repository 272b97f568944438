package io.penstock.processor.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.DatabaseCost;
import io.penstock.processor.row.RowWriter;
import org.junit.jupiter.api.Test;

class TaskRowTest {
    private static final DatabaseCost COST = new DatabaseCost(0.25, 3, 1, 4_000, 50, 7_000_000);

    @Test
    void whatAttemptsCostTheDatabaseShouldAddUp_andBeKept() {
        TaskRow row = TaskRow.admitted(true, 7, 5, 2)
                .tried(100, COST, 1_000)
                .tried(50, COST, 2_000)
                .withCheckpoint()
                .withAside(true);

        TaskRow read = TaskRow.decode(row.encode());

        assertThat(read).isEqualTo(row);
        assertThat(read.cost()).isEqualTo(new DatabaseCost(0.5, 6, 2, 8_000, 100, 14_000_000));
    }

    @Test
    void aRowShouldBeNoLongerForATaskThatLeavesTheDatabaseAlone() {
        TaskRow row = TaskRow.admitted(false, 7, 5, 1).tried(100, DatabaseCost.NONE, 1_000);

        assertThat(TaskRow.decode(row.encode())).isEqualTo(row);
        assertThat(row.encode()).hasSizeLessThan(row.tried(0, COST, 0).encode().length - 8);
    }

    @Test
    void rowsOfTheFormatBeforeShouldBeRead() {
        byte[] before = RowWriter.format(2)
                .fixed8(4)
                .fixed64(7)
                .varint(5)
                .varint(1)
                .varint(2)
                .varint(3)
                .varint(400)
                .varint(1_000)
                .varint(2_000)
                .toBytes();

        assertThat(TaskRow.decode(before))
                .isEqualTo(new TaskRow(false, 7, 5, 1, 2, 3, 400, 1_000, 2_000, false, true, DatabaseCost.NONE));
    }
}
