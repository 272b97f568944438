package io.penstock.processor.partition;

import io.penstock.processor.admission.Admission;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.Backlog.Stored;
import io.penstock.processor.lane.JobRows.Place;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.LaneRow;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.lane.Withdrawal;
import io.penstock.processor.lane.Withdrawal.Of;
import io.penstock.processor.partition.AtOnce.Room;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.TaskEventKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The open versions of a document, of which each leads to the one before it; and how they are taken back where they are too
 * many for one look. For use by one thread.
 */
final class OpenVersions {
    private final Backlog backlog;
    private final Lanes lanes;
    private final Withdrawals withdrawals;
    private final Dispatcher dispatcher;
    private final Settler settler;
    private final Admission admission;
    private final AtOnce atOnce;
    private Optional<Look> next = Optional.empty();

    /**
     * Where to go on with what is taken back first. It begins anew with each assignment: those that stand aside come first,
     * since they come back into the lane.
     *
     * @param of whose they are
     * @param newest the newest that was meant when it began: if later ones are by now, it is to be gone through once more
     * @param lane the how many-th of its lanes
     * @param standing whether at those that stand in the lane, or at those aside
     * @param from from which sequence on
     * @param left whether there were some whose ends are on their way
     */
    private record Look(Of of, long newest, int lane, boolean standing, long from, boolean left) {
        static Look first(Withdrawal withdrawal) {
            return new Look(withdrawal.of(), withdrawal.newest(), 0, false, 0, false);
        }

        Look then(int nextLane, boolean stand, long start, boolean some) {
            return new Look(of, newest, nextLane, stand, start, some);
        }
    }

    OpenVersions(Dispatcher.Store store, Dispatcher dispatcher, Settler settler, Admission admission) {
        this.backlog = store.backlog();
        this.lanes = store.lanes();
        this.withdrawals = store.withdrawals();
        this.dispatcher = dispatcher;
        this.settler = settler;
        this.admission = admission;
        this.atOnce = store.atOnce();
    }

    /**
     * Open versions of a document.
     *
     * @param versions the newest first
     * @param all whether there are no more
     */
    record Found(List<Place> versions, boolean all) {}

    /**
     * The open versions of a document, but for those that are being taken back already.
     *
     * @param room for how many; and for bodies, where they have to be read to find the one before in another lane
     * @param undoing whether those are to be taken back that undo the work of earlier ones, too
     */
    Found find(Room room, QueuedJob job, long newest, boolean undoing) {
        List<Place> versions = new ArrayList<>();
        Optional<PendingTask> document = backlog.findBody(newest);
        for (Optional<Place> version = place(job, newest, document); version.isPresent(); ) {
            Place place = version.get();
            TaskRow row = backlog.find(place.lane(), place.sequence()).orElseThrow();
            // Otherwise each change of the document would restart the withdrawal that is under way.
            if (withdrawals.mean(new OpenTask(place.sequence(), row, document.orElseThrow()), undoing)) {
                break;
            }
            if (!room.isLeft()) {
                return new Found(versions, false);
            }
            versions.add(place);
            room.takes();
            version = before(job, place.lane(), row.previous(), room);
        }
        return new Found(versions, true);
    }

    private Optional<Place> before(QueuedJob job, LaneKey lane, long previous, Room room) {
        if (backlog.find(lane, previous).isPresent()) {
            return Optional.of(new Place(lane, previous));
        }
        Optional<PendingTask> body = backlog.findBody(previous);
        body.ifPresent(room::reads);
        return place(job, previous, body);
    }

    /** Where an open task stands; empty if it is not open. */
    Optional<Place> place(QueuedJob job, long sequence) {
        return place(job, sequence, backlog.findBody(sequence));
    }

    private Optional<Place> place(QueuedJob job, long sequence, Optional<PendingTask> read) {
        return read.flatMap(body -> backlog.laneOf(body, sequence, job.queue().ordered()))
                .map(lane -> new Place(lane, sequence));
    }

    /** Whether some of a task id are still to be taken back, though nothing leads to them any more. */
    boolean takesBack(TaskKey task) {
        return withdrawals.concern(task);
    }

    /**
     * Begins to take back open versions of a document. What workers have of them is taken back at once, and the rest bit by bit.
     *
     * @param document whatever version of it
     * @param from the newest that is meant
     * @param undoing whether those that undo the work of earlier ones, too
     * @return how many are taken back already
     */
    int takeBackFrom(QueuedJob job, PendingTask document, Place from, boolean undoing, long now) {
        LaneKey lane = from.lane();
        long newest = from.sequence();
        TaskRow row = backlog.find(lane, newest).orElseThrow();
        Withdrawal withdrawal = new Withdrawal(Of.document(document, undoing), newest, row.identity(), List.of(lane));
        withdrawals.add(withdrawal);
        if (withdrawal.mayMean(newest, row)) {
            // Recorded at once: from now on the same content is to run again, and not to count as unchanged.
            admission.cancelled(document, newest);
        }
        List<OpenTask> comeNext =
                lanes.inMemory(lane).map(active -> List.copyOf(active.window())).orElse(List.of());
        int tasks = 0;
        // The newest first, so that a worker that loses one has none of the later ones to go on to.
        for (int i = comeNext.size() - 1; i >= 0; i--) {
            OpenTask open = comeNext.get(i);
            boolean meant = withdrawal.mayMean(open.sequence(), open.row()) && withdrawal.means(open.task());
            tasks += meant && takeBack(job, new Place(lane, open.sequence()), open.task(), now) ? 1 : 0;
        }
        lanes.withdrawn(job, lane, now);
        return tasks;
    }

    /** Takes back some more of what is being taken back. */
    void goOn(QueuedJob job, Withdrawal withdrawal, long now) {
        Look look = next.filter(it -> it.of().equals(withdrawal.of())).orElse(Look.first(withdrawal));
        LaneKey lane = withdrawal.lanes().get(look.lane());
        List<Stored> found = look.standing()
                ? backlog.inLane(lane, look.from(), atOnce.tasks())
                : backlog.aside(lane, look.from(), atOnce.tasks());
        boolean left = look.left();
        Room room = atOnce.room();
        int looked = 0;
        while (looked < found.size() && room.isLeft()) {
            Stored stored = found.get(looked);
            Optional<PendingTask> body = withdrawal.mayMean(stored.sequence(), stored.row())
                    ? backlog.findBody(stored.sequence())
                    : Optional.empty();
            body.ifPresent(room::reads);
            Optional<PendingTask> meant = body.filter(withdrawal::means);
            left |= meant.isPresent() && !takeBack(job, new Place(lane, stored.sequence()), meant.get(), now);
            looked++;
        }
        lanes.withdrawn(job, lane, now);
        boolean ended = looked == found.size() && looked < atOnce.tasks();
        long last = ended ? Long.MAX_VALUE : found.get(looked - 1).sequence();
        if (last < look.newest()) {
            next = Optional.of(look.then(look.lane(), look.standing(), last + 1, left));
        } else if (!look.standing()) {
            next = Optional.of(look.then(look.lane(), true, head(lane), left));
        } else {
            next = afterLane(look, left);
        }
    }

    private Optional<Look> afterLane(Look look, boolean left) {
        // It may have found another lane just now.
        Withdrawal withdrawal = withdrawals.first().orElseThrow();
        if (look.lane() + 1 < withdrawal.lanes().size()) {
            return Optional.of(look.then(look.lane() + 1, false, 0, left));
        }
        if (!left && withdrawal.newest() == look.newest()) {
            withdrawals.end(withdrawal);
        }
        return Optional.empty();
    }

    /** Whether it is taken back; if not, its end is on its way, and is the last. */
    private boolean takeBack(QueuedJob job, Place place, PendingTask body, long now) {
        Optional<OpenTask> open = dispatcher.withdraw(job, place, body, true, now);
        open.ifPresent(taken -> {
            settler.takeBack(taken, TaskEventKind.CANCELLED);
            withdrawals.tookBack(place.lane(), taken);
        });
        return open.isPresent();
    }

    private long head(LaneKey lane) {
        return lanes.inMemory(lane)
                .map(ActiveLane::row)
                .or(() -> backlog.lane(lane))
                .map(LaneRow::head)
                .orElse(0L);
    }
}
