package io.penstock.processor.partition;

import io.penstock.processor.admission.Admission;
import io.penstock.processor.admission.Admission.Ticket;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.JobRows.Place;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Optional;

/** Takes back what is open of a task id, and takes on again what was given up. For use by one thread. */
final class TaskControl {
    /** Documents of one task id in one command: the stream thread has other things to do. */
    static final int AT_ONCE = 1_000;

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

    /** Takes back all open tasks of a task id. */
    TakenBack cancel(QueuedJob job, TaskKey key, long now) {
        int tasks = 0;
        boolean ending = false;
        var documents = admission.open(key, AT_ONCE);
        for (long newest : documents) {
            long sequence = newest;
            for (Optional<PendingTask> body = backlog.findBody(sequence);
                    body.isPresent();
                    body = backlog.findBody(sequence)) {
                Optional<LaneKey> found =
                        backlog.laneOf(body.get(), sequence, job.queue().ordered());
                if (found.isEmpty()) {
                    break;
                }
                LaneKey lane = found.get();
                TaskRow row = backlog.find(lane, sequence).orElseThrow();
                Optional<OpenTask> open = dispatcher.withdraw(job, lane, sequence, true, now);
                open.ifPresent(taken -> settler.takeBack(taken, TaskEventKind.CANCELLED));
                lanes.withdrawn(job, lane, now);
                tasks += open.isPresent() ? 1 : 0;
                ending |= open.isEmpty();
                sequence = row.previous();
            }
        }
        return new TakenBack(tasks, ending, documents.size() == AT_ONCE);
    }

    /** Takes these back, but for those whose ends are on their way. */
    void cancel(QueuedJob job, List<Place> places, long now) {
        for (Place place : places) {
            dispatcher
                    .withdraw(job, place.lane(), place.sequence(), true, now)
                    .ifPresent(taken -> settler.takeBack(taken, TaskEventKind.CANCELLED));
            lanes.withdrawn(job, place.lane(), now);
        }
    }

    /** Takes on a task that was given up. */
    void retry(QueuedJob job, PendingTask task, Ticket ticket, Tries tries, long now) {
        submission.admitAgain(job, task, ticket, tries, now);
    }
}
