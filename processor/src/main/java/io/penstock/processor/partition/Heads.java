package io.penstock.processor.partition;

import io.penstock.processor.lane.Backlog;
import io.penstock.processor.partition.AtOnce.Room;
import io.penstock.records.TaskEventKind;
import java.util.Optional;

/**
 * Finds a lane's first task that may run. Tasks before it that need not run are settled, those that must not run yet stand
 * aside; only so many in one look, for a document may have hundreds of thousands of them. For use by one thread.
 */
final class Heads {
    private final Backlog backlog;
    private final Lanes lanes;
    private final Withdrawals withdrawals;
    private final Settler settler;
    private final AtOnce atOnce;
    private Room room;

    Heads(Dispatcher.Store store, Settler settler) {
        this.backlog = store.backlog();
        this.lanes = store.lanes();
        this.withdrawals = store.withdrawals();
        this.settler = settler;
        this.atOnce = store.atOnce();
        this.room = atOnce.room();
    }

    /** Another look begins. */
    void look() {
        room = atOnce.room();
    }

    /** Whether this look has reached its limit, so that another one has to go on. */
    boolean areTooMany() {
        return !room.isLeft();
    }

    /** Whether each task of the lane is to be looked at before it runs. */
    boolean goOneByOne(ActiveLane lane) {
        return lane.row().aside() > 0 || withdrawals.any();
    }

    /** The lane's first task, if it may run now; with too many tasks before it for one look, the lane stays ready. */
    Optional<OpenTask> runnable(ActiveLane lane, long now) {
        Optional<OpenTask> head = lanes.head(lane);
        while (head.isPresent()) {
            OpenTask open = head.get();
            Optional<Long> blocked = lane.row().aside() > 0
                    ? backlog.blockedUntil(lane.key(), open.row().identity(), open.sequence())
                    : Optional.empty();
            if (withdrawals.mean(open)) {
                drop(lane, open, TaskEventKind.CANCELLED);
                withdrawals.tookBack(lane.key(), open);
            } else if (settler.isSettledForGood(lane.job(), open)) {
                drop(lane, open, TaskEventKind.SETTLED);
            } else if (open.row().due() > now) {
                lanes.waitFor(lane, open.row().due());
                return Optional.empty();
            } else if (blocked.isPresent()) {
                lanes.remove(lane, 0);
                lanes.standAside(lane, open, open.row().withDue(Math.max(blocked.get(), now)));
            } else {
                return head;
            }
            room.takes();
            room.reads(open.task());
            head = areTooMany() ? Optional.empty() : lanes.head(lane);
        }
        return Optional.empty();
    }

    private void drop(ActiveLane lane, OpenTask open, TaskEventKind kind) {
        lanes.remove(lane, 0);
        settler.drop(lane.key(), open);
        settler.takeBack(open, kind);
    }
}
