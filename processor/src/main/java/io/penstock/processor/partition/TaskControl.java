package io.penstock.processor.partition;

import io.penstock.processor.admission.Admission;
import io.penstock.processor.admission.Admission.Ticket;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.JobRows.Place;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.partition.AtOnce.Room;
import io.penstock.processor.partition.OpenVersions.Found;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskKey;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Optional;

/** Takes back what is open of a task id or for too long, and takes on again what was given up. For use by one thread. */
final class TaskControl {
    private static final long A_MINUTE = 60_000;

    private final Backlog backlog;
    private final Lanes lanes;
    private final OpenVersions versions;
    private final Dispatcher dispatcher;
    private final Submission submission;
    private final Settler settler;
    private final Admission admission;
    private final AtOnce atOnce;

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
            OpenVersions versions,
            Dispatcher dispatcher,
            Submission submission,
            Settler settler,
            Admission admission) {
        this.backlog = store.backlog();
        this.lanes = store.lanes();
        this.versions = versions;
        this.dispatcher = dispatcher;
        this.submission = submission;
        this.settler = settler;
        this.admission = admission;
        this.atOnce = store.atOnce();
    }

    /**
     * Takes back the open tasks of a task id, so many in one call. Of each document the oldest first, up to one whose end is on
     * its way: by the newest they are found, also the next time. Those of a document that has more go bit by bit.
     */
    TakenBack cancel(QueuedJob job, TaskKey key, long now) {
        int tasks = 0;
        boolean ending = false;
        boolean more = versions.takesBack(key);
        List<Long> documents = admission.open(key, atOnce.tasks());
        Room toFind = atOnce.room();
        Room toTake = atOnce.room();
        for (long newest : documents) {
            if (!toFind.isLeft() || !toTake.isLeft()) {
                more = true;
                break;
            }
            Found open = versions.find(toFind, job, newest, true);
            int left = open.versions().size();
            boolean ends = false;
            while (open.all() && !ends && left > 0 && toTake.isLeft()) {
                ends = !takeBack(job, open.versions().get(left - 1), toTake, now);
                left -= ends ? 0 : 1;
                tasks += ends ? 0 : 1;
            }
            ending |= ends;
            if (left > 0 && !ends) {
                more = true;
                PendingTask document = backlog.findBody(newest).orElseThrow();
                tasks += versions.takeBackFrom(job, document, open.versions().get(0), true, now);
            }
        }
        return new TakenBack(tasks, ending, more || documents.size() == atOnce.tasks());
    }

    /** Whether it was; if not, its end is on its way. */
    private boolean takeBack(QueuedJob job, Place place, Room room, long now) {
        Optional<OpenTask> open = dispatcher.withdraw(job, place.lane(), place.sequence(), true, now);
        open.ifPresent(taken -> {
            room.reads(taken.task());
            settler.takeBack(taken, TaskEventKind.CANCELLED);
        });
        lanes.withdrawn(job, place.lane(), now);
        return open.isPresent();
    }

    /** Takes these back, or the first of them where they are large, but for those whose ends are on their way. */
    void cancel(QueuedJob job, List<Place> places, long now) {
        Room room = atOnce.room();
        places.stream().takeWhile(place -> room.isLeft()).forEach(place -> takeBack(job, place, room, now));
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
        Optional<TaskRow> older = versions.place(job, row.get().previous())
                .flatMap(before -> backlog.find(before.lane(), before.sequence()));
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
