package io.penstock.processor.lane;

import static io.penstock.processor.lane.RowKind.ALARM;
import static io.penstock.processor.lane.RowKind.ASIDE;
import static io.penstock.processor.lane.RowKind.BLOCK;
import static io.penstock.processor.lane.RowKind.BODY;
import static io.penstock.processor.lane.RowKind.CHECKPOINT;
import static io.penstock.processor.lane.RowKind.LANE;
import static io.penstock.processor.lane.RowKind.META;
import static io.penstock.processor.lane.RowKind.PAUSE;
import static io.penstock.processor.lane.RowKind.QUARANTINE;
import static io.penstock.processor.lane.RowKind.READY;
import static io.penstock.processor.lane.RowKind.STANDING;
import static io.penstock.processor.lane.RowKind.STARTED;
import static io.penstock.processor.lane.RowKind.WITHDRAWAL;

import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.FoldingRows.Step;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rows of one partition's open tasks. A task's body is written once, under its sequence; what changes is a small row,
 * which stands in its lane in order of sequences, or aside. {@link RowKind} has what else there is. Knows no policy. For use by
 * one thread.
 */
public final class Backlog {
    /**
     * In which order rows are written, so that after a crash that kept only the first of them every open task is found, and
     * is whole: first the sequences that are used, then bodies, what leads to lanes and tasks, and tasks; then what is gone; then
     * how lanes stand; and at last what led to what is gone.
     */
    public static final List<Step> WRITTEN = Stream.of(
                    puts(META, WITHDRAWAL, BODY, CHECKPOINT, ALARM, READY, STARTED, ASIDE, STANDING, BLOCK),
                    deletes(STANDING, ASIDE),
                    puts(LANE),
                    deletes(LANE),
                    deletes(BLOCK, ALARM, READY, STARTED, CHECKPOINT, BODY, WITHDRAWAL))
            .flatMap(steps -> steps)
            .toList();

    private static final int FORMAT = 1;
    private static final byte[] NOTHING = {};

    private final FoldingRows rows;
    private final Census census;

    /**
     * An open task's place and small row.
     *
     * @param sequence unique among the open tasks of the partition; lower ones were admitted earlier
     */
    public record Stored(long sequence, TaskRow row) {}

    /**
     * An attempt whose start was committed and whose end was not, as the partition's last owner left it.
     *
     * @param company what it began beside
     */
    public record Started(long sequence, LaneKey lane, Company company) {
        /** The same, in other company. */
        public Started in(Company other) {
            return new Started(sequence, lane, other);
        }
    }

    /**
     * What holds for the partition.
     *
     * @param epoch of its last assignment
     * @param unproven how many assignments in a row have not lived long enough to be trusted
     * @param next no sequence from here on was given away
     */
    public record Meta(long epoch, int unproven, long next) {}

    /**
     * @param rows the partition's store
     */
    public Backlog(FoldingRows rows) {
        this.rows = rows;
        this.census = new Census(rows);
    }

    private static Stream<Step> puts(RowKind... kinds) {
        return Stream.of(kinds).map(kind -> new Step(kind.letter(), true));
    }

    private static Stream<Step> deletes(RowKind... kinds) {
        return Stream.of(kinds).map(kind -> new Step(kind.letter(), false));
    }

    /** How many tasks are open, and what is held. */
    public Census census() {
        return census;
    }

    /** What holds for the partition. */
    public Meta meta() {
        return rows.get(META.first())
                .map(bytes -> {
                    RowReader reader = RowReader.open(bytes, FORMAT);
                    return new Meta(reader.varint(), (int) reader.varint(), reader.varint());
                })
                .orElse(new Meta(0, 0, 1));
    }

    /** Writes what holds for the partition. */
    public void meta(Meta meta) {
        rows.put(
                META.first(),
                RowWriter.format(FORMAT)
                        .varint(meta.epoch())
                        .varint(meta.unproven())
                        .varint(meta.next())
                        .toBytes());
    }

    /** Adds a task. */
    public void add(LaneKey lane, long sequence, TaskRow row, PendingTask task) {
        // First: it may have to count what was there before.
        census.added(task);
        rows.add(BODY.key(sequence), TaskCodec.body(task));
        rows.add(place(lane, sequence, row), row.encode());
    }

    /** Puts a task in the place of another that was removed. */
    public void replace(LaneKey lane, long sequence, TaskRow row, PendingTask task) {
        census.added(task);
        rows.put(BODY.key(sequence), TaskCodec.body(task));
        rows.put(place(lane, sequence, row), row.encode());
    }

    /** Writes a task's small row, which may move it aside or back. */
    public void change(LaneKey lane, long sequence, TaskRow before, TaskRow after) {
        if (before.aside() != after.aside()) {
            rows.delete(place(lane, sequence, before));
        }
        rows.put(place(lane, sequence, after), after.encode());
    }

    /** Removes a task with all that belongs to it. */
    public void remove(LaneKey lane, long sequence, TaskRow row, PendingTask task) {
        census.removed(task);
        rows.delete(BODY.key(sequence));
        rows.delete(place(lane, sequence, row));
        if (row.checkpointed()) {
            rows.delete(CHECKPOINT.key(sequence));
        }
    }

    /** The small row of a task, wherever it stands; empty if it is not open. */
    public Optional<TaskRow> find(LaneKey lane, long sequence) {
        return rows.get(STANDING.key(lane, sequence))
                .or(() -> rows.get(ASIDE.key(lane, sequence)))
                .map(TaskRow::decode);
    }

    /** The small row of a task that stands aside; empty if none does. */
    public Optional<TaskRow> aside(LaneKey lane, long sequence) {
        return rows.get(ASIDE.key(lane, sequence)).map(TaskRow::decode);
    }

    /** Forgets the small row of a task without a body: a crash has split its removal, or its admission. */
    public void forget(LaneKey lane, long sequence, TaskRow row) {
        rows.delete(place(lane, sequence, row));
    }

    /** In which lane an open task stands: that of its job's order, or that of another which the job had before. */
    public Optional<LaneKey> laneOf(PendingTask task, long sequence, boolean ordered) {
        LaneKey lane = LaneKey.of(task, ordered);
        if (find(lane, sequence).isPresent()) {
            return Optional.of(lane);
        }
        LaneKey other = LaneKey.of(task, !ordered);
        return find(other, sequence).map(row -> other);
    }

    /** The tasks in a lane, from a sequence on, at most so many. */
    public List<Stored> inLane(LaneKey lane, long from, int most) {
        return of(STANDING, lane, from, most);
    }

    /** The tasks that stand aside, from a sequence on, at most so many. */
    public List<Stored> aside(LaneKey lane, long from, int most) {
        return of(ASIDE, lane, from, most);
    }

    private List<Stored> of(RowKind kind, LaneKey lane, long from, int most) {
        List<Stored> found = new ArrayList<>();
        rows.scan(kind.key(lane, from), kind.key(lane, -1), (key, row) -> {
            found.add(new Stored(sequence(key), TaskRow.decode(row)));
            return found.size() < most;
        });
        return found;
    }

    /** All open tasks of a lane, those that stand aside included, the oldest first; of either kind at most so many. */
    List<Stored> ofLane(LaneKey lane, int most) {
        List<Stored> found = inLane(lane, 0, most);
        found.addAll(aside(lane, 0, most));
        found.sort(Comparator.comparingLong(Stored::sequence));
        return found;
    }

    /** A task's body, if it is open. */
    public Optional<PendingTask> findBody(long sequence) {
        return rows.get(BODY.key(sequence)).map(TaskCodec::ofBody);
    }

    /** The newest checkpoint of a task. */
    public Optional<Raw> checkpoint(long sequence) {
        return rows.get(CHECKPOINT.key(sequence))
                .map(bytes -> Raw.of(RowReader.open(bytes, FORMAT).bytes()));
    }

    /** Keeps a checkpoint, over the one that is there. */
    public void checkpoint(long sequence, Raw progress) {
        rows.put(
                CHECKPOINT.key(sequence),
                RowWriter.format(FORMAT).bytes(progress.bytes()).toBytes());
    }

    /** How a lane stands; empty if nothing is known of it. */
    public Optional<LaneRow> lane(LaneKey lane) {
        return rows.get(LANE.key(lane)).map(LaneRow::decode);
    }

    /** Writes how a lane stands. */
    public void lane(LaneKey lane, LaneRow row) {
        rows.put(LANE.key(lane), row.encode());
        quarantine(lane, row.quarantined());
    }

    /** Forgets a lane. */
    public void forget(LaneKey lane) {
        quarantine(lane, false);
        rows.delete(LANE.key(lane));
    }

    /** Since when a job is paused: milliseconds since 1970; empty: it is not. */
    public Optional<Long> pausedSince(String job) {
        return rows.get(PAUSE.key(job)).map(row -> RowReader.open(row, FORMAT).varint());
    }

    /** A job is paused from now on, until {@link #resume}. */
    public void pause(String job, long now) {
        census.paused(job, true);
        rows.put(PAUSE.key(job), RowWriter.format(FORMAT).varint(now).toBytes());
    }

    /** A job is paused no more. */
    public void resume(String job) {
        census.paused(job, false);
        rows.delete(PAUSE.key(job));
    }

    /** Keeps a list of those in quarantine; costs nothing as long as there is none. */
    private void quarantine(LaneKey lane, boolean is) {
        if (!is && census.quarantined(lane.job()) == 0) {
            return;
        }
        byte[] key = QUARANTINE.key(lane);
        boolean was = rows.get(key).isPresent();
        if (is && !was) {
            rows.put(key, NOTHING);
            census.quarantined(lane.job(), 1);
        } else if (!is && was) {
            rows.delete(key);
            census.quarantined(lane.job(), -1);
        }
    }

    /** Notes that an attempt has started, or is about to. */
    public void started(Started attempt) {
        rows.put(
                STARTED.key(attempt.sequence()),
                RowWriter.format(FORMAT)
                        .fixed8(attempt.company().code())
                        .bytes(attempt.lane().bytes())
                        .toBytes());
    }

    /** The attempt has ended. */
    public void ended(long sequence) {
        rows.delete(STARTED.key(sequence));
    }

    /** The attempts that started and did not end. */
    public List<Started> started() {
        List<Started> found = new ArrayList<>();
        rows.scan(STARTED.key(0), STARTED.key(-1), (key, row) -> {
            RowReader reader = RowReader.open(row, FORMAT);
            Company company = Company.of(reader.fixed8());
            found.add(new Started(sequence(key), LaneKey.read(reader.bytes()), company));
            return true;
        });
        return found;
    }

    /** Later tasks with this identity in the lane must not pass this one, which stands aside until {@code due}. */
    public void block(LaneKey lane, long identity, long sequence, long due) {
        rows.put(
                blockKey(lane, identity, sequence),
                RowWriter.format(FORMAT).varint(due).toBytes());
    }

    /**
     * Later tasks may pass this one.
     *
     * @return whether they must not, before
     */
    public boolean unblock(LaneKey lane, long identity, long sequence) {
        byte[] key = blockKey(lane, identity, sequence);
        boolean blocked = rows.get(key).isPresent();
        if (blocked) {
            rows.delete(key);
        }
        return blocked;
    }

    /**
     * Until when a task must wait for one with its identity that stands aside; empty: for none. Of several the oldest says so: it
     * goes first, and there may be a great many.
     */
    public Optional<Long> blockedUntil(LaneKey lane, long identity, long sequence) {
        List<Long> found = new ArrayList<>(1);
        rows.scan(blockKey(lane, identity, 0), blockKey(lane, identity, sequence - 1), (key, row) -> {
            found.add(RowReader.open(row, FORMAT).varint());
            return false;
        });
        return found.stream().findFirst();
    }

    /** How many tasks of a lane are not to be passed by later ones with their identity. */
    public int blocking(LaneKey lane) {
        int[] found = {0};
        rows.scan(blockKey(lane, 0, 0), blockKey(lane, -1, -1), (key, row) -> {
            found[0]++;
            return true;
        });
        return found[0];
    }

    private static byte[] blockKey(LaneKey lane, long identity, long sequence) {
        return RowWriter.key()
                .fixed8(BLOCK.letter())
                .raw(lane.bytes())
                .fixed64(identity)
                .fixed64(sequence)
                .toBytes();
    }

    private static byte[] place(LaneKey lane, long sequence, TaskRow row) {
        return (row.aside() ? ASIDE : STANDING).key(lane, sequence);
    }

    private static long sequence(byte[] key) {
        return RowReader.lastFixed64(key);
    }
}
