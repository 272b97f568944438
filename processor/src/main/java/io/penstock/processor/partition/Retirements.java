package io.penstock.processor.partition;

import io.penstock.processor.admission.Admission;
import io.penstock.processor.lane.JobRows;
import io.penstock.processor.lane.JobRows.Stage;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.row.FoldingRows;
import io.penstock.records.Command.OpenTasks;
import io.penstock.records.CommandAnswer.Code;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Jobs on their way out of one partition: they take on nothing, and when nothing of them is open, all that is known of them
 * is erased, bit by bit. For use by one thread.
 */
final class Retirements {
    /** Tasks, lanes and documents in one look: the stream thread has other things to do. */
    private static final int AT_ONCE = 256;
    /** How soon it goes on, in milliseconds, if there is something to do. */
    private static final long SOON = 20;
    /** How soon it looks again whether what is open is done. */
    private static final long LATER = 500;
    /** Open tasks that are counted for an answer. */
    private static final int COUNTED = 1_000;

    private final JobRows rows;
    private final QueuedWork queued;
    private final Admission admission;
    private final Told told;
    private final Effects effects;
    private final Map<String, Stage> stages = new TreeMap<>();
    private long next = Long.MAX_VALUE;

    Retirements(FoldingRows backlog, QueuedWork queued, Admission admission, Told told, Effects effects) {
        this.rows = new JobRows(backlog);
        this.queued = queued;
        this.admission = admission;
        this.told = told;
        this.effects = effects;
    }

    /** Begins an assignment. The name of a retired job is free again once no configuration has it. */
    void open(Set<String> configured, long now) {
        stages.putAll(rows.stages());
        stages.entrySet().removeIf(entry -> {
            boolean gone = entry.getValue() == Stage.RETIRED && !configured.contains(entry.getKey());
            if (gone) {
                rows.stay(entry.getKey());
            }
            return gone;
        });
        lookAt(now);
    }

    /** Whether the job takes on new tasks. */
    boolean takesOn(String job) {
        return stages.isEmpty() || !stages.containsKey(job);
    }

    /** Whether nothing is to be known of the job. */
    boolean isOver(String job) {
        return stages.get(job) == Stage.RETIRED;
    }

    /** The job takes on nothing from now on. */
    Reply retire(String job, OpenTasks open, long now) {
        Stage wanted = open == OpenTasks.FINISH ? Stage.FINISHING : Stage.CANCELLING;
        Stage stage = stages.get(job);
        if (stage == Stage.RETIRED) {
            return Reply.unchanged(Code.ALREADY, "Job %s is retired: take it out of the configuration.", job);
        }
        int left = rows.open(job, COUNTED).size();
        if (stage == wanted || stage == Stage.CANCELLING) {
            return Reply.unchanged(
                    Code.MORE, "Job %s is being retired%s.", job, left == 0 ? "" : ": " + counted(left) + " open");
        }
        stages.put(job, wanted);
        rows.stage(job, wanted);
        lookAt(now);
        effects.commitSoon();
        boolean waits = left > 0
                && wanted == Stage.FINISHING
                && queued.job(job).filter(QueuedJob::paused).isPresent();
        return Reply.done(
                        left,
                        "Job %s takes on nothing more%s%s.",
                        job,
                        left == 0
                                ? ""
                                : "; " + counted(left) + " open, to be "
                                        + (wanted == Stage.FINISHING ? "finished" : "cancelled"),
                        waits ? ", once it is resumed: it is paused" : "")
                .because(Code.MORE);
    }

    /**
     * Looks after the open tasks of jobs that have no queue.
     *
     * @throws StrandedTasksException if there are some
     */
    void checkNoneIsStranded(Set<String> inline) {
        for (String job : inline) {
            int left = rows.open(job, COUNTED).size();
            if (left > 0) {
                throw new StrandedTasksException(job, counted(left));
            }
        }
    }

    /**
     * What is open of a job that no configuration has: nobody can do it, and nobody is to forget it.
     *
     * @return empty if nothing is
     */
    Optional<Reply> left(String job) {
        int left = rows.open(job, COUNTED).size();
        return left == 0
                ? Optional.empty()
                : Optional.of(Reply.refused(
                        Code.MORE,
                        "Job %s is not in the configuration, and %s open: put it back, to have it finished or cancelled.",
                        job,
                        counted(left)));
    }

    /**
     * The job takes on tasks again.
     *
     * @return empty if it was not on its way out
     */
    Optional<Reply> stay(String job) {
        Stage stage = stages.remove(job);
        if (stage == null) {
            return Optional.empty();
        }
        rows.stay(job);
        return Optional.of(Reply.done(
                0,
                stage == Stage.RETIRED
                        ? "Job %s takes on tasks again; what it had known before is forgotten."
                        : "Job %s is not retired: it takes on tasks again.",
                job));
    }

    void tick(long now) {
        if (now < next) {
            return;
        }
        next = Long.MAX_VALUE;
        for (Map.Entry<String, Stage> entry : stages.entrySet()) {
            if (entry.getValue() != Stage.RETIRED) {
                boolean waits = advance(entry, now);
                if (entry.getValue() != Stage.RETIRED) {
                    lookAt(now + (waits ? LATER : SOON));
                }
            }
        }
    }

    /** When {@link #tick} is to be called at the latest: milliseconds since 1970. */
    long nextTick() {
        return next;
    }

    /** Whether there is nothing to do but wait. */
    private boolean advance(Map.Entry<String, Stage> entry, long now) {
        String name = entry.getKey();
        Optional<QueuedJob> job = queued.job(name);
        if (job.isPresent() && entry.getValue() == Stage.CANCELLING) {
            queued.taskControl().cancel(job.get(), rows.open(name, AT_ONCE), now);
        }
        if (!rows.open(name, 1).isEmpty()) {
            // A job that the configuration has no more is not over either: it may be put back, and they be done.
            return entry.getValue() == Stage.FINISHING || job.isEmpty();
        }
        if (job.isPresent()) {
            List<LaneKey> lanes = rows.lanes(name, AT_ONCE);
            lanes.forEach(lane -> queued.laneControl().erase(job.get(), lane, now));
            if (lanes.size() == AT_ONCE) {
                return false;
            }
        }
        if (admission.forget(name, AT_ONCE)) {
            return false;
        }
        job.filter(QueuedJob::paused).ifPresent(queued.laneControl()::resume);
        entry.setValue(Stage.RETIRED);
        rows.stage(name, Stage.RETIRED);
        told.retired(name);
        effects.commitSoon();
        return false;
    }

    private void lookAt(long time) {
        boolean any = stages.values().stream().anyMatch(stage -> stage != Stage.RETIRED);
        next = any ? Math.min(next, time) : next;
    }

    private static String counted(int tasks) {
        return tasks < COUNTED ? tasks == 1 ? "1 task is" : tasks + " tasks are" : COUNTED + " tasks or more are";
    }
}
