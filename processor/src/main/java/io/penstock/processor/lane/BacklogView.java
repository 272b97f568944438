package io.penstock.processor.lane;

import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowStore;
import io.penstock.processor.task.PendingTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Looks into a partition's backlog as of the last commit, without changing anything. For use by one thread; the store may be
 * written to meanwhile, so that what is found in two steps need not belong together.
 */
public final class BacklogView {
    private final RowStore rows;
    private final Backlog backlog;
    /** By job: looked up once, since there may be many tasks of it. */
    private final Map<String, Boolean> paused = new HashMap<>();

    /** An open task with its place. */
    public record Open(long sequence, PendingTask task, TaskRow row, LaneKey lane, Optional<LaneRow> laneRow) {
        /** The job's name. */
        public String job() {
            return task.key().job();
        }
    }

    /** A lane with its tasks, as many as were counted. */
    public record Crowd(LaneKey lane, long tasks) {}

    /**
     * @param rows the partition's store
     */
    public BacklogView(RowStore rows) {
        this.rows = rows;
        this.backlog = new Backlog(new FoldingRows(rows));
    }

    /** The open task with this sequence. */
    public Optional<Open> find(long sequence, Predicate<String> orderedJobs) {
        return backlog.findBody(sequence).flatMap(task -> open(sequence, task, orderedJobs));
    }

    /**
     * The open tasks that fit, those first that came first, at most so many.
     *
     * @param concerns what the task itself must be like: asked first, since the rest has to be looked up
     * @param reach looks at no more than so many
     */
    public List<Open> list(
            Predicate<PendingTask> concerns, Predicate<Open> fits, Predicate<String> orderedJobs, int most, int reach) {
        List<Open> found = new ArrayList<>();
        int[] seen = {0};
        rows.scan(RowKind.BODY.first(), RowKind.BODY.behind(), (key, row) -> {
            PendingTask task = TaskCodec.ofBody(row);
            if (concerns.test(task)) {
                open(RowReader.lastFixed64(key), task, orderedJobs).filter(fits).ifPresent(found::add);
            }
            return found.size() < most && ++seen[0] < reach;
        });
        return found;
    }

    /** The open tasks of a lane that fit, those first that came first; looks at no more than {@code reach}. */
    public List<Open> list(LaneKey lane, Predicate<Open> fits, int most, int reach) {
        Optional<LaneRow> standing = backlog.lane(lane);
        return backlog.ofLane(lane, reach).stream()
                .flatMap(stored -> backlog.findBody(stored.sequence()).stream()
                        .map(task -> new Open(stored.sequence(), task, stored.row(), lane, standing)))
                .filter(fits)
                .limit(most)
                .toList();
    }

    /** The lanes in quarantine, at most so many. */
    public List<LaneKey> quarantined(int most) {
        List<LaneKey> lanes = new ArrayList<>();
        rows.scan(RowKind.QUARANTINE.first(), RowKind.QUARANTINE.behind(), (key, row) -> {
            lanes.add(LaneKey.read(Arrays.copyOfRange(key, 1, key.length)));
            return lanes.size() < most;
        });
        return lanes;
    }

    /** How a lane stands. */
    public Optional<LaneRow> lane(LaneKey lane) {
        return backlog.lane(lane);
    }

    /** Whether an operator has paused the job. */
    public boolean isPaused(String job) {
        return paused.computeIfAbsent(job, name -> backlog.pausedSince(name).isPresent());
    }

    /** How many tasks stand in a lane, counted up to a bound. */
    public long size(LaneKey lane, int bound) {
        return backlog.inLane(lane, 0, bound).size();
    }

    /** The lanes with the most tasks; counts no more than {@code reach} tasks. */
    public List<Crowd> crowded(int most, int reach) {
        PriorityQueue<Crowd> largest = new PriorityQueue<>(Comparator.comparingLong(Crowd::tasks));
        byte[][] current = {new byte[0]};
        long[] count = {0, 0};
        rows.scan(RowKind.STANDING.first(), RowKind.STANDING.behind(), (key, row) -> {
            byte[] lane = Arrays.copyOfRange(key, 1, key.length - Long.BYTES);
            if (!Arrays.equals(lane, current[0])) {
                offer(largest, current[0], count[0], most);
                current[0] = lane;
                count[0] = 0;
            }
            count[0]++;
            return ++count[1] < reach;
        });
        offer(largest, current[0], count[0], most);
        List<Crowd> lanes = new ArrayList<>(largest);
        lanes.sort(Comparator.comparingLong(Crowd::tasks).reversed());
        return lanes;
    }

    private static void offer(PriorityQueue<Crowd> largest, byte[] lane, long tasks, int most) {
        if (tasks > 0) {
            largest.add(new Crowd(LaneKey.read(lane), tasks));
            if (largest.size() > most) {
                largest.poll();
            }
        }
    }

    private Optional<Open> open(long sequence, PendingTask task, Predicate<String> orderedJobs) {
        // It may have settled since its body was read.
        return backlog.laneOf(task, sequence, orderedJobs.test(task.key().job()))
                .flatMap(lane -> backlog.find(lane, sequence)
                        .map(row -> new Open(sequence, task, row, lane, backlog.lane(lane))));
    }
}
