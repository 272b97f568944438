package io.penstock.processor.partition;

import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.Withdrawal;
import io.penstock.processor.lane.Withdrawal.Of;
import io.penstock.processor.lane.WithdrawalRows;
import io.penstock.processor.task.TaskKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Withdrawals that go on bit by bit. Each is written down before its first bit, and no task that it covers runs any more,
 * wherever it is found: so a crash in between does no harm. For use by one thread.
 */
final class Withdrawals {
    private final WithdrawalRows rows;
    private final Backlog backlog;
    private final Map<Of, Withdrawal> underWay = new LinkedHashMap<>();

    Withdrawals(WithdrawalRows rows, Backlog backlog) {
        this.rows = rows;
        this.backlog = backlog;
    }

    /** Begins an assignment. Withdrawals of jobs that are not configured wait until these are back. */
    void open(Set<String> jobs) {
        rows.all().stream().filter(it -> jobs.contains(it.of().task().job())).forEach(this::add);
    }

    boolean any() {
        return !underWay.isEmpty();
    }

    /** The one to go on with. */
    Optional<Withdrawal> first() {
        return underWay.values().stream().findFirst();
    }

    /** Whether something of this task id is being taken back. */
    boolean concern(TaskKey task) {
        return underWay.keySet().stream().anyMatch(of -> of.task().equals(task));
    }

    /** Whether this open task is not to run any more. */
    boolean mean(OpenTask open) {
        return any() && meaning(open).findAny().isPresent();
    }

    /**
     * Whether this open task, and so each version of its document before it, is covered by a withdrawal that was begun.
     *
     * @param undoing whether those that undo the work of earlier ones, too
     */
    boolean mean(OpenTask open, boolean undoing) {
        return any() && meaning(open).anyMatch(it -> it.of().undoing() || !undoing);
    }

    /** Begins another one; it absorbs the one of the same document before, if there is one. */
    void add(Withdrawal withdrawal) {
        Withdrawal before = underWay.get(withdrawal.of());
        Withdrawal both = before == null ? withdrawal : before.and(withdrawal);
        if (before != null) {
            rows.remove(before);
        }
        underWay.put(both.of(), both);
        rows.put(both);
    }

    /** A covered task was taken back. Nothing else leads to the version before it if that stands in another lane. */
    void tookBack(LaneKey lane, OpenTask open) {
        long previous = open.row().previous();
        if (previous == 0 || !any()) {
            return;
        }
        // Usually it stands in the same lane: then its document need not be read to find it.
        Optional<LaneKey> before = backlog.find(lane, previous)
                .map(row -> lane)
                .or(() -> backlog.findBody(previous).flatMap(body -> backlog.laneOf(body, previous, true)));
        before.ifPresent(found -> meaning(open)
                .filter(it -> !it.lanes().contains(found))
                .toList()
                .forEach(it -> add(it.in(List.of(found)))));
    }

    /** Nothing that is meant by it is open any more. */
    void end(Withdrawal withdrawal) {
        underWay.remove(withdrawal.of());
        rows.remove(withdrawal);
    }

    private Stream<Withdrawal> meaning(OpenTask open) {
        return Stream.of(false, true)
                .map(undoing -> Optional.ofNullable(underWay.get(Of.document(open.task(), undoing))))
                .flatMap(Optional::stream)
                .filter(it -> it.mayMean(open.sequence(), open.row()));
    }
}
