package io.penstock.processor.partition;

import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.LaneRow;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Optional;

/** Pauses and resumes jobs and lanes, and releases lanes that were set aside. For use by one thread. */
final class LaneControl {
    /** Tasks that are counted for an answer: a lane may have any number. */
    private static final int COUNTED = 1_000;

    private final Backlog backlog;
    private final Lanes lanes;
    private final Assignment assignment;
    private final Dispatcher dispatcher;
    private final Told told;

    LaneControl(Dispatcher.Store store, Dispatcher dispatcher, Told told) {
        this.backlog = store.backlog();
        this.lanes = store.lanes();
        this.assignment = store.assignment();
        this.dispatcher = dispatcher;
        this.told = told;
    }

    /** Nothing more of the job begins; what runs goes on, and new tasks are still taken on. */
    Reply pause(QueuedJob job, long now) {
        if (job.paused()) {
            return Reply.unchanged(Code.ALREADY, "Job %s is paused already.", job.name());
        }
        backlog.pause(job.name(), now);
        job.paused(true);
        List.copyOf(lanes.inMemory()).stream()
                .filter(lane -> lane.job() == job && lane.inFlight())
                .forEach(lane -> holdBack(lane, now));
        return Reply.done(0, "Job %s is paused: its tasks wait.", job.name());
    }

    /** The job goes on. */
    Reply resume(QueuedJob job) {
        if (!job.paused()) {
            return Reply.unchanged(Code.ALREADY, "Job %s is not paused.", job.name());
        }
        backlog.resume(job.name());
        job.paused(false);
        return Reply.done(0, "Job %s goes on.", job.name());
    }

    /** Nothing more of the lane begins. */
    Reply pause(QueuedJob job, LaneKey key, String name, long now) {
        LaneRow row = find(key).orElseGet(() -> LaneRow.empty(assignment.nextSequence()));
        if (row.paused()) {
            return Reply.unchanged(Code.ALREADY, "Lane %s of job %s is paused already.", name, job.name());
        }
        ActiveLane lane = lanes.bring(job, key);
        lane.row(row.withPaused(true));
        if (lane.inFlight()) {
            holdBack(lane, now);
        } else {
            lanes.rest(lane, now);
        }
        return Reply.done(waiting(key, row), "Lane %s of job %s is paused: its tasks wait.", name, job.name());
    }

    /** The lane goes on, unless its job is paused or it was set aside. */
    Reply resume(QueuedJob job, LaneKey key, String name, long now) {
        Optional<LaneRow> row = find(key).filter(LaneRow::paused);
        if (row.isEmpty()) {
            return Reply.unchanged(Code.NOT_HERE, "Lane %s of job %s is not paused.", name, job.name());
        }
        String still = row.get().quarantined() ? " once it is released: it is in quarantine" : paused(job);
        Reply reply = Reply.done(waiting(key, row.get()), "Lane %s of job %s goes on%s.", name, job.name(), still);
        goOn(job, key, row.get().withPaused(false), now);
        return reply;
    }

    /** A lane that was set aside goes on, and its failures are counted anew. */
    Reply release(QueuedJob job, LaneKey key, String name, long now) {
        Optional<LaneRow> row = find(key).filter(LaneRow::quarantined);
        if (row.isEmpty()) {
            return Reply.unchanged(Code.NOT_HERE, "Lane %s of job %s is not in quarantine.", name, job.name());
        }
        long waiting = waiting(key, row.get());
        lanes.head(lanes.bring(job, key)).ifPresent(head -> told.tell(TaskEventKind.RELEASED, head.task()));
        goOn(job, key, row.get().withQuarantined(false).withFailures(0), now);
        String still = row.get().paused() ? " once it is resumed: it is paused, too" : paused(job);
        return Reply.done(
                waiting,
                "Lane %s of job %s released: %s will run%s.",
                name,
                job.name(),
                waiting < COUNTED ? waiting == 1 ? "1 task" : waiting + " tasks" : COUNTED + " tasks or more",
                still);
    }

    /**
     * Nothing is to be remembered of the lane any more.
     *
     * @return whether there was anything
     */
    boolean forget(QueuedJob job, LaneKey key, long now) {
        Optional<LaneRow> held = find(key).filter(LaneRow::held);
        held.ifPresent(row ->
                goOn(job, key, row.withQuarantined(false).withPaused(false).withFailures(0), now));
        return held.isPresent();
    }

    /** Nothing is to be remembered of the lane any more, in which nothing is open. */
    void erase(QueuedJob job, LaneKey key, long now) {
        find(key)
                .ifPresent(row -> goOn(
                        job,
                        key,
                        row.withQuarantined(false)
                                .withPaused(false)
                                .withFailures(0)
                                .withDue(0),
                        now));
    }

    /** What an operator should know of a task that is to run in this lane. */
    String inTheWay(QueuedJob job, LaneKey key) {
        Optional<LaneRow> row = find(key);
        if (row.filter(LaneRow::quarantined).isPresent()) {
            return " Its lane is in quarantine: release it.";
        }
        if (row.filter(LaneRow::paused).isPresent()) {
            return " Its lane is paused: resume it.";
        }
        return job.paused() ? " Its job is paused: resume it." : "";
    }

    /** Nothing more of the lane begins; what runs goes on. */
    private void holdBack(ActiveLane lane, long now) {
        boolean wasReserved = lane.reserved();
        lane.turn().ifPresent(turn -> {
            while (lane.handed() > 0
                    && turn.withdraw(lane.window().get(lane.handed() - 1).sequence())) {
                lane.handed(lane.handed() - 1);
            }
        });
        if (wasReserved || (lane.turn().isPresent() && lane.handed() == 0)) {
            dispatcher.unmark(lane, lane.window().get(0).sequence());
            dispatcher.release(lane, now);
        }
    }

    private void goOn(QueuedJob job, LaneKey key, LaneRow row, long now) {
        ActiveLane lane = lanes.bring(job, key);
        lane.row(row);
        if (!lane.inFlight()) {
            lanes.rest(lane, now);
        }
    }

    private Optional<LaneRow> find(LaneKey key) {
        return lanes.inMemory(key).map(ActiveLane::row).or(() -> backlog.lane(key));
    }

    private long waiting(LaneKey key, LaneRow row) {
        return backlog.inLane(key, row.head(), COUNTED).size() + (long) row.aside();
    }

    private static String paused(QueuedJob job) {
        return job.paused() ? " once its job is resumed: that is paused, too" : "";
    }
}
