package io.penstock.processor.partition;

import io.penstock.processor.lane.Alarms;
import io.penstock.processor.lane.Alarms.Alarm;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.Backlog.Stored;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.LaneRow;
import io.penstock.processor.lane.ReadyLanes;
import io.penstock.processor.lane.ReadyLanes.Ready;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.task.PendingTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lanes of a partition between memory and store: which have something to do, in what order, and what comes next in
 * each. In memory are those in flight and some of those that are ready. For use by one thread.
 */
final class Lanes {
    /** Tasks of one lane in memory at most. */
    private static final int WINDOW = 64;
    /** Lanes that wait in memory beside their rows; the others have their rows alone. */
    private static final int IN_MEMORY = 2048;
    /** Documents in memory, beyond the first of each lane in flight. */
    private static final long MOST_BYTES = 16L << 20;

    private final Backlog backlog;
    private final Alarms alarms;
    private final Assignment assignment;
    /** Whether a crash may have kept some of the rows that belong together, and not the rest. */
    private final boolean mayBeTorn;

    private final Map<LaneKey, ActiveLane> active = new HashMap<>();
    /** Lanes whose rows the next commit may have to write: of thousands in memory, a few change between two commits. */
    private final List<ActiveLane> unwritten = new ArrayList<>();

    private long bytes;

    Lanes(Backlog backlog, Alarms alarms, Assignment assignment, boolean mayBeTorn) {
        this.mayBeTorn = mayBeTorn;
        this.backlog = backlog;
        this.alarms = alarms;
        this.assignment = assignment;
    }

    Optional<ActiveLane> inMemory(LaneKey key) {
        return Optional.ofNullable(active.get(key));
    }

    Collection<ActiveLane> inMemory() {
        return active.values();
    }

    /** A task was added to the end of its lane: the lane, if it is in memory. */
    Optional<ActiveLane> append(QueuedJob job, LaneKey key, OpenTask open) {
        ActiveLane lane = active.get(key);
        if (lane != null) {
            hold(lane, open);
            LaneRow row = lane.row();
            if (!lane.inFlight() && row.place() == 0 && !row.held() && row.due() == 0) {
                makeReady(lane);
            }
            return Optional.of(lane);
        }
        LaneRow row = stored(key, open.sequence());
        if (row.place() != 0 || row.held() || row.due() != 0) {
            return Optional.empty();
        }
        // A row that it has only remembers something, failures for one: no other task stands in the lane.
        lane = new ActiveLane(key, job, row.withHead(open.sequence()), unwritten);
        lane.whole(true);
        hold(lane, open);
        makeReady(lane);
        return Optional.of(lane);
    }

    /** A task has come to stand in its lane, before others that were there. */
    void insert(QueuedJob job, LaneKey key, long sequence) {
        ActiveLane lane = active.get(key);
        if (lane == null) {
            lane = new ActiveLane(key, job, stored(key, sequence), unwritten);
        }
        forgetWaiting(lane);
        lane.row(lane.row().withHead(Math.min(lane.row().head(), sequence)));
        lane.behind(lane.promised() > 0);
        if (!lane.inFlight()) {
            LaneRow row = lane.row();
            if (row.place() == 0 && !row.held() && row.due() == 0) {
                makeReady(lane);
            } else {
                write(lane);
            }
        }
    }

    /** The next lane of a job that is ready. */
    Optional<ActiveLane> nextReady(QueuedJob job) {
        for (Optional<Ready> next = job.nextReady(); next.isPresent(); next = job.nextReady()) {
            Ready ready = next.get();
            ActiveLane lane = inMemory(ready.lane()).orElseGet(() -> load(job, ready.lane()));
            // A lane that waits for a lost attempt is put at the end again when that has returned.
            boolean free = !lane.inFlight() && lane.lost().isEmpty();
            boolean isNext = lane.row().place() == ready.place() && free;
            if (isNext) {
                lane.group(ready.group());
            }
            if (isNext && lane.row().held()) {
                // It was paused or set aside while it ran, and the process ended before the attempt did.
                leaveQueue(lane);
                write(lane);
            } else if (isNext) {
                keep(lane);
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }

    /** A lane by its key, from memory or from the store; from now on it is in memory. */
    ActiveLane bring(QueuedJob job, LaneKey key) {
        ActiveLane lane = active.get(key);
        if (lane == null) {
            lane = load(job, key);
            keep(lane);
        }
        return lane;
    }

    /** The lane's first task; empty if none stands in it. */
    Optional<OpenTask> head(ActiveLane lane) {
        fill(lane, 1);
        return lane.window().isEmpty()
                ? Optional.empty()
                : Optional.of(lane.window().get(0));
    }

    /** Sees to it that so many tasks of the lane are in memory, if it has them and there is room. */
    void fill(ActiveLane lane, int tasks) {
        List<OpenTask> window = lane.window();
        if (lane.whole() || lane.behind() || window.size() >= tasks) {
            return;
        }
        long from = lane.row().head();
        for (boolean torn = true; torn; ) {
            List<Stored> found = backlog.inLane(lane.key(), from, tasks == 1 ? 1 : WINDOW);
            lane.whole(tasks > 1 && found.size() < WINDOW);
            torn = false;
            for (Stored stored : found) {
                from = stored.sequence() + 1;
                if (window.stream().anyMatch(open -> open.sequence() == stored.sequence())) {
                    continue;
                }
                if (!window.isEmpty() && bytes > MOST_BYTES) {
                    lane.whole(false);
                    return;
                }
                torn |= !addIfWhole(lane, stored);
            }
        }
    }

    private boolean addIfWhole(ActiveLane lane, Stored stored) {
        Optional<PendingTask> body = backlog.findBody(stored.sequence());
        if (body.isEmpty() && !mayBeTorn) {
            throw new IllegalStateException("Open task " + stored.sequence() + " has no body");
        }
        body.ifPresentOrElse(
                task -> add(lane, new OpenTask(stored.sequence(), stored.row(), task)),
                () -> backlog.forget(lane.key(), stored.sequence(), stored.row()));
        return body.isPresent();
    }

    /** Takes a task out of the lane's memory. */
    OpenTask remove(ActiveLane lane, int index) {
        OpenTask removed = lane.window().remove(index);
        bytes -= removed.size();
        if (index == 0 && !lane.behind()) {
            lane.row(lane.row().withHead(removed.sequence() + 1));
        }
        return removed;
    }

    /** No worker has the lane any more: it waits its turn, or its time, or is forgotten. */
    void rest(ActiveLane lane, long now) {
        if (lane.behind()) {
            lane.behind(false);
            forgetWaiting(lane);
        }
        if (lane.row().due() != 0 && lane.row().due() <= now) {
            lane.row(lane.row().withDue(0));
        }
        leaveQueue(lane);
        LaneRow row = lane.row();
        if (row.held() || row.due() != 0) {
            if (row.due() != 0) {
                // Set once more: it may have fired while the lane was held, before the clock was set back.
                alarms.set(new Alarm(row.due(), Alarms.Kind.LANE, lane.key(), 0));
            }
            write(lane);
            drop(lane);
        } else if (head(lane).isPresent()) {
            makeReady(lane);
        } else {
            drop(lane);
            if (row.isBlank()) {
                erase(lane);
            } else {
                write(lane);
            }
        }
    }

    /** Nothing of the lane is to start before {@code due}, once it rests: its first task waits. */
    void waitFor(ActiveLane lane, long due) {
        lane.row(lane.row().withDue(due));
    }

    /** A lane's time may have come, or what held it is gone. */
    void wake(QueuedJob job, LaneKey key, long now) {
        ActiveLane lane = active.get(key);
        if (lane != null && lane.inFlight()) {
            return;
        }
        Optional<LaneRow> stored = lane == null ? backlog.lane(key) : Optional.of(lane.row());
        if (stored.isEmpty() || stored.get().held() || stored.get().place() != 0) {
            return;
        }
        rest(bring(job, key), now);
    }

    /** A task was taken out of the store, and maybe from a lane's head: what waited for it goes on. */
    void withdrawn(QueuedJob job, LaneKey key, long now) {
        ActiveLane lane = active.get(key);
        if (lane != null && lane.inFlight()) {
            return;
        }
        Optional<LaneRow> row = lane == null ? backlog.lane(key) : Optional.of(lane.row());
        if (row.isEmpty() || row.get().due() == 0) {
            return;
        }
        List<Stored> first = backlog.inLane(key, row.get().head(), 1);
        if (first.isEmpty() || first.get(0).row().due() <= now) {
            ActiveLane waiting = bring(job, key);
            waiting.row(waiting.row().withDue(0));
            rest(waiting, now);
        }
    }

    /** Writes how the lanes in memory stand. */
    void beforeCommit() {
        List<ActiveLane> noted = List.copyOf(unwritten);
        unwritten.clear();
        for (ActiveLane lane : noted) {
            lane.looked();
            boolean inMemory = active.get(lane.key()) == lane;
            if (inMemory && (lane.inFlight() || !lane.row().isBlank())) {
                write(lane);
            } else if (inMemory) {
                lane.note();
            }
        }
    }

    /** A task moves aside, until {@code due}, and lets others pass but those with its identity. */
    void standAside(ActiveLane lane, OpenTask open, TaskRow row) {
        TaskRow aside = row.withAside(true);
        backlog.change(lane.key(), open.sequence(), open.row(), aside);
        backlog.block(lane.key(), aside.identity(), open.sequence(), aside.due());
        alarms.set(new Alarm(aside.due(), Alarms.Kind.TASK, lane.key(), open.sequence()));
        lane.row(lane.row().plusAside(1));
    }

    /** The time of a task that stands aside may have come. */
    void comeBack(QueuedJob job, Alarm alarm, long now) {
        LaneKey key = alarm.lane();
        Optional<TaskRow> aside = backlog.aside(key, alarm.sequence());
        Optional<TaskRow> found = aside.filter(row -> row.due() <= now);
        found.ifPresent(row ->
                backlog.change(key, alarm.sequence(), row, row.withAside(false).withDue(0)));
        // A crash may have split the writes: then it is back in the lane already, or never stood aside.
        Optional<TaskRow> back = aside.isPresent() ? found : backlog.find(key, alarm.sequence());
        if (back.isEmpty()) {
            return;
        }
        unblock(key, back.get().withAside(true), alarm.sequence());
        insert(job, key, alarm.sequence());
    }

    /** A task that stood aside does so no more. */
    void unblock(LaneKey key, TaskRow row, long sequence) {
        if (!row.aside() || !backlog.unblock(key, row.identity(), sequence)) {
            return;
        }
        ActiveLane lane = active.get(key);
        if (lane != null) {
            lane.row(lane.row().plusAside(-1));
            if (!lane.inFlight() && lane.row().isBlank()) {
                erase(lane);
            }
        } else {
            backlog.lane(key).map(stored -> stored.plusAside(-1)).ifPresent(stored -> {
                if (stored.isBlank()) {
                    backlog.forget(key);
                } else {
                    backlog.lane(key, stored);
                }
            });
        }
    }

    private ActiveLane load(QueuedJob job, LaneKey key) {
        return new ActiveLane(key, job, stored(key, 0), unwritten);
    }

    private LaneRow stored(LaneKey key, long head) {
        LaneRow row = backlog.lane(key).orElseGet(() -> LaneRow.empty(head));
        return mayBeTorn ? row.plusAside(backlog.blocking(key) - row.aside()) : row;
    }

    private void makeReady(ActiveLane lane) {
        leaveQueue(lane);
        if (!lane.job().queue().ordered() && lane.group() == ReadyLanes.ALONE) {
            head(lane).ifPresent(open -> lane.group(ReadyLanes.group(open.task().shardKey())));
        }
        long place = lane.job().ready().add(lane.key(), lane.group(), assignment.nextSequence());
        lane.row(lane.row().withPlace(place).withDue(0));
        write(lane);
        if (active.size() < IN_MEMORY || lane.lost().isPresent()) {
            keep(lane);
        } else {
            drop(lane);
        }
    }

    private void keep(ActiveLane lane) {
        active.put(lane.key(), lane);
        lane.note();
    }

    private void write(ActiveLane lane) {
        if (!lane.row().equals(lane.stored())) {
            lane.stored(lane.row());
            backlog.lane(lane.key(), lane.row());
        }
    }

    /** The lane may stay in memory for a lost attempt: its next row must be written, even if it equals the last one. */
    private void erase(ActiveLane lane) {
        backlog.forget(lane.key());
        lane.erased();
    }

    private void leaveQueue(ActiveLane lane) {
        if (lane.row().place() != 0) {
            lane.job().ready().remove(lane.row().place());
            lane.row(lane.row().withPlace(0));
        }
    }

    private void hold(ActiveLane lane, OpenTask open) {
        boolean room = lane.window().size() < WINDOW
                && (bytes <= MOST_BYTES || lane.window().isEmpty());
        if (lane.whole() && room && !lane.behind()) {
            add(lane, open);
        } else {
            lane.whole(false);
        }
    }

    private void add(ActiveLane lane, OpenTask open) {
        lane.window().add(open);
        bytes += open.size();
    }

    private void forgetWaiting(ActiveLane lane) {
        while (lane.window().size() > lane.promised()) {
            bytes -= lane.window().remove(lane.window().size() - 1).size();
        }
        lane.whole(false);
    }

    private void drop(ActiveLane lane) {
        lane.handed(0);
        forgetWaiting(lane);
        if (lane.lost().isEmpty()) {
            active.remove(lane.key());
        }
    }
}
