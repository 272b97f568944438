package io.penstock.processor.lane;

import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The open versions of a document that are taken back, where that cannot be done at once: they are more than in one look, or
 * the end of an attempt at one is on its way.
 *
 * @param of whose they are
 * @param newest sequence of the newest of them: what came later is not meant
 * @param identity stands for their task id among those of a lane
 * @param lanes in which some of them stand, or stood
 */
public record Withdrawal(Of of, long newest, long identity, List<LaneKey> lanes) {
    /**
     * Whose versions.
     *
     * @param task the task id that they have
     * @param documentId the document's id
     * @param undoing whether those are meant, too, that undo the work of earlier ones
     */
    public record Of(TaskKey task, String documentId, boolean undoing) {
        /** Of a task's document. */
        public static Of document(PendingTask task, boolean undoing) {
            return new Of(task.key(), task.version().documentId(), undoing);
        }
    }

    public Withdrawal {
        lanes = List.copyOf(lanes);
    }

    /** Whether an open task may be meant, by its small row; {@link #means(PendingTask)} has the last word. */
    public boolean mayMean(long sequence, TaskRow row) {
        return sequence <= newest && row.identity() == identity && (of.undoing() || !row.compensates());
    }

    /** Whether an open task that may be meant is. */
    public boolean means(PendingTask task) {
        return task.key().equals(of.task()) && task.version().documentId().equals(of.documentId());
    }

    /** With what another one of the same document means; its own lanes come first, as they did. */
    public Withdrawal and(Withdrawal other) {
        return new Withdrawal(of, Math.max(newest, other.newest()), identity, lanes).in(other.lanes());
    }

    /** With these lanes, too. */
    public Withdrawal in(List<LaneKey> others) {
        List<LaneKey> all = new ArrayList<>(lanes);
        others.stream().filter(lane -> !all.contains(lane)).forEach(all::add);
        return new Withdrawal(of, newest, identity, all);
    }
}
