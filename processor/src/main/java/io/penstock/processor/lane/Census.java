package io.penstock.processor.lane;

import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many tasks of each job are open, since when, and whether the job is paused: kept beside them, so that nobody has to count
 * millions. Rows are written with the commit that changes them; a store without any is counted once. For use by one thread.
 */
public final class Census {
    private static final int FORMAT = 1;
    /** The row of a job of which nothing is open, which need not be written if there was none. */
    private static final byte[] EMPTY =
            RowWriter.format(FORMAT).varint(0).varint(0).toBytes();

    private final FoldingRows rows;
    private final Map<String, Count> counts = new TreeMap<>();
    private boolean loaded;
    private boolean changed;

    /** One job's. */
    private static final class Count {
        private final Ages ages = new Ages();
        private long quarantined;
        private boolean paused;
        private byte[] written = EMPTY;
        private boolean changed;
    }

    Census(FoldingRows rows) {
        this.rows = rows;
    }

    void added(PendingTask task) {
        Count count = touch(task.key().job());
        count.ages.add(task.origin().firstSeen(), 1);
    }

    void removed(PendingTask task) {
        Count count = touch(task.key().job());
        count.ages.remove(task.origin().firstSeen());
    }

    void quarantined(String job, int more) {
        touch(job).quarantined += more;
    }

    /** The job is paused, or goes on; the backlog has a row that says so. */
    void paused(String job, boolean is) {
        touch(job).paused = is;
    }

    long quarantined(String job) {
        load();
        Count count = counts.get(job);
        return count == null ? 0 : count.quarantined;
    }

    /** What is open, job by job. */
    public List<Standing> standing() {
        load();
        List<Standing> standing = new ArrayList<>();
        counts.forEach((job, count) -> {
            List<Standing.Age> ages = count.ages.list();
            long open = ages.stream().mapToLong(Standing.Age::tasks).sum();
            if (open > 0 || count.quarantined > 0 || count.paused) {
                standing.add(new Standing(job, open, ages, count.quarantined, count.paused));
            }
        });
        return standing;
    }

    /** Writes what has changed; empty if nothing has since this was asked last. */
    public Optional<List<Standing>> write() {
        load();
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        counts.forEach(this::write);
        return Optional.of(standing());
    }

    private void write(String job, Count count) {
        if (!count.changed) {
            return;
        }
        count.changed = false;
        byte[] row = encode(count);
        // Tasks that came and went since the last commit leave everything as it was.
        if (!Arrays.equals(row, count.written)) {
            count.written = row;
            rows.put(RowWriter.key().fixed8(RowKind.COUNT.letter()).text(job).toBytes(), row);
        }
    }

    private Count touch(String job) {
        load();
        changed = true;
        Count count = counts.computeIfAbsent(job, absent -> new Count());
        count.changed = true;
        return count;
    }

    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        // What was open when the partition came is to be told, too.
        changed = true;
        rows.scan(RowKind.COUNT.first(), RowKind.COUNT.behind(), (key, row) -> {
            counts.put(RowReader.textAfter(key, 1), decode(row));
            return true;
        });
        if (counts.isEmpty()) {
            rows.scan(RowKind.BODY.first(), RowKind.BODY.behind(), (key, row) -> {
                added(TaskCodec.ofBody(row));
                return true;
            });
        }
        rows.scan(RowKind.PAUSE.first(), RowKind.PAUSE.behind(), (key, row) -> {
            counts.computeIfAbsent(RowKey.last(key), absent -> new Count()).paused = true;
            return true;
        });
    }

    private static byte[] encode(Count count) {
        List<Standing.Age> ages = count.ages.list();
        RowWriter writer = RowWriter.format(FORMAT).varint(count.quarantined).varint(ages.size());
        long before = 0;
        for (Standing.Age age : ages) {
            writer.varint(age.since() - before).varint(age.tasks());
            before = age.since();
        }
        return writer.toBytes();
    }

    private static Count decode(byte[] row) {
        RowReader reader = RowReader.open(row, FORMAT);
        Count count = new Count();
        count.written = row;
        count.quarantined = reader.varint();
        long since = 0;
        for (long left = reader.varint(); left > 0; left--) {
            since += reader.varint();
            count.ages.add(since, reader.varint());
        }
        return count;
    }
}
