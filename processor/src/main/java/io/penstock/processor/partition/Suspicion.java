package io.penstock.processor.partition;

import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.Backlog.Started;
import io.penstock.processor.lane.Company;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.TaskRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Re-runs crash suspects in less company, while nothing else in the process starts; otherwise a suspect could be blamed for
 * another partition's task. For use by one thread.
 */
final class Suspicion {
    private final Backlog backlog;
    private final Lanes lanes;
    private final Assignment assignment;
    private final Handouts handouts;
    private final Permits permits;
    private final Effects effects;
    private final List<QueuedJob> jobs;
    private final List<Trial> trials = new ArrayList<>();
    /** Trials that are over, while the store still has their attempts as suspects. */
    private int over;

    private int committing;

    /**
     * A suspect at work.
     *
     * @param acquitted when it is none any more
     */
    private record Trial(ActiveLane lane, long acquitted) {}

    /** Begins an attempt at the first task of a lane. */
    @FunctionalInterface
    interface Starter {
        /** Begins it, and says whether it does. */
        boolean start(ActiveLane lane, Company company, long now);
    }

    Suspicion(Dispatcher.Store store, Handouts handouts, Permits permits, Effects effects, List<QueuedJob> jobs) {
        this.backlog = store.backlog();
        this.lanes = store.lanes();
        this.assignment = store.assignment();
        this.handouts = handouts;
        this.permits = permits;
        this.effects = effects;
        this.jobs = jobs;
    }

    /**
     * Begins what suspects may begin.
     *
     * @return whether there are any, at work or waiting
     */
    boolean tries(Starter starter, long now) {
        acquit(now);
        for (Optional<Started> next = assignment.suspect(); next.isPresent(); next = assignment.suspect()) {
            Started suspect = next.get();
            Company company = suspect.company();
            Optional<ActiveLane> lane = runnable(suspect, now);
            if (lane.isEmpty()) {
                assignment.cleared(suspect.sequence());
            } else if (permits.beginTrial(company, now, assignment.acquits(now))) {
                assignment.tries(suspect, now);
                begin(lane.get(), company, starter, now);
            } else {
                return true;
            }
        }
        permits.forgoTrial();
        return !trials.isEmpty();
    }

    private void begin(ActiveLane lane, Company company, Starter starter, long now) {
        handouts.force(lane.job());
        if (starter.start(lane, company, now)) {
            trials.add(new Trial(lane, assignment.acquits(now)));
        } else {
            handouts.give(lane.job());
            permits.endTrial();
        }
    }

    private Optional<ActiveLane> runnable(Started suspect, long now) {
        Optional<TaskRow> row = backlog.find(suspect.lane(), suspect.sequence());
        return job(suspect.lane())
                .filter(job -> row.isPresent())
                .map(job -> lanes.bring(job, suspect.lane()))
                .filter(it -> !it.inFlight()
                        && !it.job().paused()
                        && !it.row().held()
                        && it.row().due() <= now)
                .filter(it -> lanes.head(it)
                        .filter(head -> head.sequence() == suspect.sequence())
                        .isPresent());
    }

    private Optional<QueuedJob> job(LaneKey lane) {
        return jobs.stream().filter(job -> job.name().equals(lane.job())).findFirst();
    }

    /** The lane is not with a worker any more. */
    void released(ActiveLane lane) {
        if (!trials.isEmpty() && trials.removeIf(trial -> trial.lane() == lane)) {
            over();
        }
    }

    /** The process has lived on: nothing is suspected any more. */
    void ends(long now) {
        acquit(now);
        permits.forgoTrial();
    }

    /** Who has lived for long enough is not to be blamed when the process ends, and goes on beside others. */
    private void acquit(long now) {
        List<Trial> done =
                trials.stream().filter(trial -> trial.acquitted() <= now).toList();
        for (Trial trial : done) {
            ActiveLane lane = trial.lane();
            if (lane.marked()) {
                backlog.started(new Started(lane.window().get(0).sequence(), lane.key(), Company.MANY));
            }
            over();
        }
        trials.removeAll(done);
    }

    /** Others begin when it is committed: until then this one would be blamed for what they do. */
    private void over() {
        over++;
        effects.commitSoon();
    }

    void beforeCommit() {
        committing += over;
        over = 0;
    }

    void committed() {
        for (; committing > 0; committing--) {
            permits.endTrial();
        }
    }
}
