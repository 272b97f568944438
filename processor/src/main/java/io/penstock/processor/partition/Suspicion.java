package io.penstock.processor.partition;

import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.Backlog.Started;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.TaskRow;
import java.util.List;
import java.util.Optional;

/**
 * Runs what may have ended the process before, one by one, while nothing else runs in the process: else who is alone in one
 * partition could be blamed for what the task of another has done. For use by one thread.
 */
final class Suspicion {
    private final Backlog backlog;
    private final Lanes lanes;
    private final Assignment assignment;
    private final Handouts handouts;
    private final Permits permits;
    private final List<QueuedJob> jobs;
    private Optional<ActiveLane> alone = Optional.empty();

    /** Begins an attempt at the first task of a lane. */
    @FunctionalInterface
    interface Starter {
        /** Begins it, and says whether it does. */
        boolean start(ActiveLane lane, long now);
    }

    Suspicion(Dispatcher.Store store, Handouts handouts, Permits permits, List<QueuedJob> jobs) {
        this.backlog = store.backlog();
        this.lanes = store.lanes();
        this.assignment = store.assignment();
        this.handouts = handouts;
        this.permits = permits;
        this.jobs = jobs;
    }

    /**
     * Starts a suspect if nothing else runs.
     *
     * @return whether there is one
     */
    boolean startsAlone(Starter starter, long now) {
        for (Optional<Started> next = assignment.suspect(); next.isPresent(); next = assignment.suspect()) {
            if (handouts.any()) {
                return true;
            }
            Optional<ActiveLane> lane = runnable(next.get(), now);
            if (lane.isEmpty()) {
                assignment.cleared(next.get().sequence());
            } else if (permits.beginAlone(now)) {
                begin(lane.get(), starter, now);
                return true;
            } else {
                return true;
            }
        }
        permits.endAlone();
        return false;
    }

    private void begin(ActiveLane lane, Starter starter, long now) {
        handouts.force(lane.job());
        if (starter.start(lane, now)) {
            alone = Optional.of(lane);
            assignment.tries(now);
        } else {
            handouts.give(lane.job());
        }
    }

    private Optional<ActiveLane> runnable(Started suspect, long now) {
        Optional<TaskRow> row = backlog.find(suspect.lane(), suspect.sequence());
        return job(suspect.lane())
                .filter(job -> row.isPresent())
                .map(job -> lanes.bring(job, suspect.lane()))
                .filter(it -> !it.job().paused() && !it.row().held() && it.row().due() <= now)
                .filter(it -> lanes.head(it)
                        .filter(head -> head.sequence() == suspect.sequence())
                        .isPresent());
    }

    private Optional<QueuedJob> job(LaneKey lane) {
        return jobs.stream().filter(job -> job.name().equals(lane.job())).findFirst();
    }

    /** The lane is not with a worker any more. */
    void released(ActiveLane lane) {
        if (alone.filter(it -> it == lane).isPresent()) {
            alone = Optional.empty();
            permits.endAlone();
        }
    }

    /** The process has lived on: what is alone is not to be blamed when it ends, and need not be alone. */
    void ends() {
        alone.filter(ActiveLane::marked)
                .ifPresent(
                        lane -> backlog.started(new Started(lane.window().get(0).sequence(), lane.key(), false)));
        alone = Optional.empty();
        permits.endAlone();
    }
}
