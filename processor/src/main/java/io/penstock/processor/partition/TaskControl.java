package io.penstock.processor.partition;

import io.penstock.processor.admission.Admission;
import io.penstock.processor.admission.Admission.Ticket;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.JobRows.Place;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.TaskEventKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Takes back what is open of a task id or for too long, and takes on again what was given up. For use by one thread. */
final class TaskControl {
    /** Documents of one task id in one command: the stream thread has other things to do. */
    static final int AT_ONCE = 1_000;

    private static final long A_MINUTE = 60_000;

    private final Backlog backlog;
    private final Lanes lanes;
    private final Dispatcher dispatcher;
    private final Submission submission;
    private final Settler settler;
    private final Admission admission;

    /**
     * What was taken back.
     *
     * @param tasks how many
     * @param ending whether there was one whose end is on its way
     * @param more whether there may be more
     */
    record TakenBack(int tasks, boolean ending, boolean more) {}

    TaskControl(
            Dispatcher.Store store,
            Dispatcher dispatcher,
            Submission submission,
            Settler settler,
            Admission admission) {
        this.backlog = store.backlog();
        this.lanes = store.lanes();
        this.dispatcher = dispatcher;
        this.submission = submission;
        this.settler = settler;
        this.admission = admission;
    }

    /**
     * Takes back all open tasks of a task id. Of each document the oldest first, up to one whose end is on its way: by the
     * newest they are found, also the next time.
     */
    TakenBack cancel(QueuedJob job, TaskKey key, long now) {
        int tasks = 0;
        boolean ending = false;
        var documents = admission.open(key, AT_ONCE);
        for (long newest : documents) {
            Deque<Place> versions = versions(job, newest);
            boolean goesOn = true;
            while (goesOn && !versions.isEmpty()) {
                goesOn = takeBack(job, versions.pop(), now);
                tasks += goesOn ? 1 : 0;
            }
            ending |= !goesOn;
        }
        return new TakenBack(tasks, ending, documents.size() == AT_ONCE);
    }

    /** The open versions of a document, the oldest first. */
    private Deque<Place> versions(QueuedJob job, long newest) {
        Deque<Place> versions = new ArrayDeque<>();
        Optional<Place> place = place(job, newest);
        while (place.isPresent()) {
            versions.push(place.get());
            TaskRow row =
                    backlog.find(place.get().lane(), place.get().sequence()).orElseThrow();
            place = place(job, row.previous());
        }
        return versions;
    }

    private Optional<Place> place(QueuedJob job, long sequence) {
        return backlog.findBody(sequence)
                .flatMap(body -> backlog.laneOf(body, sequence, job.queue().ordered()))
                .map(lane -> new Place(lane, sequence));
    }

    /** Whether it was; if not, its end is on its way. */
    private boolean takeBack(QueuedJob job, Place place, long now) {
        Optional<OpenTask> open = dispatcher.withdraw(job, place.lane(), place.sequence(), true, now);
        open.ifPresent(taken -> settler.takeBack(taken, TaskEventKind.CANCELLED));
        lanes.withdrawn(job, place.lane(), now);
        return open.isPresent();
    }

    /** Takes these back, but for those whose ends are on their way. */
    void cancel(QueuedJob job, List<Place> places, long now) {
        places.forEach(place -> takeBack(job, place, now));
    }

    /**
     * Gives a task up that has been open for too long. Versions of a document go in their order: the ledger knows the newest
     * that is open, and that the one before it.
     *
     * @return when to ask again, if it is there still: milliseconds since 1970
     */
    Optional<Long> retire(QueuedJob job, Place place, long now) {
        Optional<TaskRow> row = backlog.find(place.lane(), place.sequence());
        if (row.filter(it -> it.retires() <= now).isEmpty()) {
            return Optional.empty();
        }
        Optional<TaskRow> older =
                place(job, row.get().previous()).flatMap(before -> backlog.find(before.lane(), before.sequence()));
        if (older.isPresent()) {
            return Optional.of(
                    Math.max(now + QueuedWork.LOOK, Math.min(older.get().retires(), now + A_MINUTE)));
        }
        Optional<OpenTask> open = dispatcher.withdraw(job, place.lane(), place.sequence(), true, now);
        if (open.isEmpty()) {
            // Its end is on the way; if that is no settlement, this is looked at again.
            return Optional.of(Math.max(row.get().retires(), now + QueuedWork.LOOK));
        }
        settler.retire(job, open.get());
        lanes.withdrawn(job, place.lane(), now);
        return Optional.empty();
    }

    /** Takes on a task that was given up. */
    void retry(QueuedJob job, PendingTask task, Ticket ticket, Tries tries, long now) {
        submission.admitAgain(job, task, ticket, tries, now);
    }

    /** Takes on such a task once more, if a crash has kept what the ledger says of it, and not all of its rows here. */
    boolean retryIfLost(QueuedJob job, PendingTask task, Ticket ticket, Tries tries, long now) {
        return submission.admitAgainIfLost(job, task, ticket, tries, now);
    }
}
