package io.penstock.processor.lane;

import io.penstock.processor.lane.Withdrawal.Of;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.TaskKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of what one partition takes back bit by bit, under {@code X sequence}: that of the newest that is meant, which
 * leads to no two of them. For use by one thread.
 */
public final class WithdrawalRows {
    private static final int FORMAT = 1;

    private final FoldingRows rows;

    /**
     * @param rows the partition's store
     */
    public WithdrawalRows(FoldingRows rows) {
        this.rows = rows;
    }

    /** What is being taken back, what was asked for first before the rest. */
    public List<Withdrawal> all() {
        List<Withdrawal> found = new ArrayList<>();
        rows.scan(RowKind.WITHDRAWAL.first(), RowKind.WITHDRAWAL.behind(), (key, row) -> {
            found.add(decode(RowReader.lastFixed64(key), row));
            return true;
        });
        return found;
    }

    /** Notes that it is being taken back, over what was noted of it. */
    public void put(Withdrawal withdrawal) {
        Of of = withdrawal.of();
        RowWriter row = RowWriter.format(FORMAT)
                .text(of.task().job())
                .text(of.task().collection())
                .text(of.task().taskId())
                .text(of.documentId())
                .fixed8(of.undoing() ? 1 : 0)
                .fixed64(withdrawal.identity())
                .varint(withdrawal.lanes().size());
        withdrawal.lanes().forEach(lane -> row.bytes(lane.bytes()));
        rows.put(key(withdrawal), row.toBytes());
    }

    /** It is taken back. */
    public void remove(Withdrawal withdrawal) {
        rows.delete(key(withdrawal));
    }

    private static Withdrawal decode(long newest, byte[] bytes) {
        RowReader row = RowReader.open(bytes, FORMAT);
        TaskKey task = new TaskKey(row.text(), row.text(), row.text());
        Of of = new Of(task, row.text(), row.fixed8() != 0);
        long identity = row.fixed64();
        List<LaneKey> lanes = new ArrayList<>();
        for (long left = row.varint(); left > 0; left--) {
            lanes.add(LaneKey.read(row.bytes()));
        }
        return new Withdrawal(of, newest, identity, lanes);
    }

    private static byte[] key(Withdrawal withdrawal) {
        return RowKind.WITHDRAWAL.key(withdrawal.newest());
    }
}
