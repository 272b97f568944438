package io.penstock.processor.simulation;

import io.penstock.api.AttemptNumber;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Work.Purpose;
import io.penstock.records.CommandAnswer;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.WorkSettings.OnRetry;
import io.penstock.settings.WorkSettings.Order;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Holds what is seen from outside against the invariants: the starts of attempts, and the outputs that were committed. */
final class Checker {
    private static final Set<TaskEventKind> ENDS = EnumSet.of(
            TaskEventKind.DUPLICATE,
            TaskEventKind.STALE,
            TaskEventKind.UNCHANGED,
            TaskEventKind.SUPERSEDED,
            TaskEventKind.CANCELLED,
            TaskEventKind.SETTLED);

    /** Of an attempt, in milliseconds. */
    static final int TIME_LIMIT = 5_000;

    private final Schedule schedule;
    private final boolean ordered;
    private final boolean keepsLane;
    /** By what is being done: the number of its last attempt. */
    private final Map<String, AttemptNumber> numbers = new HashMap<>();
    /** By lane or document, within the owner's epoch: where its last start stood. */
    private final Map<String, Long> order = new HashMap<>();
    /** By identity: a pause that is committed, and one that is not yet. */
    private final Map<Identity, Long> pauses = new HashMap<>();

    private final Map<Identity, Long> uncommittedPauses = new HashMap<>();
    private final Map<Identity, Integer> rounds = new HashMap<>();
    private final TakenBack takenBack = new TakenBack();
    private final Holds holds = new Holds();
    private final Attempts attempts;
    private long epoch;

    Checker(Schedule schedule) {
        this.schedule = schedule;
        this.ordered = schedule.work().lane().order() == Order.SHARD_KEY;
        this.attempts = new Attempts(schedule.work().retry().maxAttempts());
        this.keepsLane = schedule.work().lane().onRetry() == OnRetry.HOLD;
    }

    /** An attempt begins, beside those that run in the same process. */
    void begins(RunningAttempt attempt, Collection<RunningAttempt> beside, long now) {
        PendingTask task = attempt.work().attempt().task();
        Identity identity = Identity.of(task);
        AttemptNumber number = attempt.work().attempt().number();
        LaneKey lane = LaneKey.of(task, ordered);
        for (RunningAttempt other : beside) {
            boolean same = LaneKey.of(other.work().attempt().task(), ordered).equals(lane);
            require(!same || other.isRevoked(), "I3: %s begins while %s runs in its lane", identity, other.work());
        }
        String what = identity + (attempt.work().purpose() instanceof Purpose.Handle ? "" : " undone");
        AttemptNumber last = numbers.put(what, number);
        require(last == null || number.compareTo(last) > 0, "I5: %s has number %s after %s", what, number, last);
        // Each round has its attempts, and between two rounds a number is left out; what made room has used one up,
        // too.
        int rounds = this.rounds.getOrDefault(identity, 1);
        int most = rounds * schedule.work().retry().maxAttempts() + rounds - 1 + attempts.preemptions(identity);
        require(
                number.count() <= most,
                "I6: attempt %s at %s, and no more than %d are allowed",
                number,
                identity,
                most);
        require(!holds.holds(lane), "I7: %s begins, and its lane is held", identity);
        long pause = Math.max(pauses.getOrDefault(identity, 0L), uncommittedPauses.getOrDefault(identity, 0L));
        require(now >= pause, "I6: %s begins %d ms before its pause is over", identity, pause - now);
        if (number.epoch() >= epoch) {
            inOrder(identity, lane, attempt.work().sequence(), number.epoch());
            attempts.begins(identity, attempt.work().checkpoint().isPresent());
            boolean undoes = !(attempt.work().purpose() instanceof Purpose.Handle);
            require(undoes || !takenBack.means(identity), "I4: %s begins though it was taken back", identity);
        }
    }

    private void inOrder(Identity identity, LaneKey lane, long sequence, long now) {
        if (now > epoch) {
            epoch = now;
            order.clear();
        }
        boolean comesLate = !schedule.work().schedule().delay().isZero();
        boolean replaces = schedule.work().late().coalesce();
        String line = ordered && keepsLane && !comesLate && !replaces ? lane.toString() : identity.document();
        long place = line.equals(identity.document()) ? identity.version() : sequence;
        Long last = order.put(line, place);
        require(last == null || last <= place, "I3: %s begins out of order in %s", identity, line);
    }

    /** A task may not begin before, and the partition knows. */
    void pauses(PendingTask task, long until) {
        uncommittedPauses.put(Identity.of(task), until);
    }

    /**
     * The owner has looked at the time.
     *
     * @param told what it has told meanwhile
     */
    void looked(Collection<RunningAttempt> overdue, List<Output> told) {
        for (RunningAttempt attempt : overdue) {
            Identity identity = Identity.of(attempt.work().attempt().task());
            require(attempt.isRevoked(), "I6: %s runs on beyond its time limit", identity);
            boolean ended = told.stream()
                    .anyMatch(output -> output instanceof Output.Event event
                            && (event.kind() == TaskEventKind.TIMED_OUT || event.kind() == TaskEventKind.RETIRED)
                            && Identity.of(event.task()).equals(identity));
            require(ended, "I6: %s has run beyond its time limit, and that is not told", identity);
        }
    }

    Attempts attempts() {
        return attempts;
    }

    Holds holds() {
        return holds;
    }

    /** A task that was given up begins another round. */
    void retried(Identity identity) {
        rounds.merge(identity, 2, (before, first) -> before + 1);
        pauses.remove(identity);
        uncommittedPauses.remove(identity);
    }

    /** A change of the document ends what was open of it, up to this version. */
    void takenBack(Identity change) {
        takenBack.upTo(change);
    }

    /** What is known of a task id is erased: it may come again as if it had never been. */
    void forgotten(String taskId) {
        takenBack.forgotten(taskId);
        attempts.forgotten(taskId);
        String documents = taskId + "/";
        order.keySet().removeIf(line -> line.startsWith(documents));
        pauses.keySet().removeIf(identity -> identity.taskId().equals(taskId));
        uncommittedPauses.keySet().removeIf(identity -> identity.taskId().equals(taskId));
        numbers.keySet().removeIf(what -> what.startsWith("Identity[taskId=" + taskId + ","));
    }

    void committed() {
        holds.committed();
        takenBack.committed();
        attempts.committed();
        pauses.putAll(uncommittedPauses);
        uncommittedPauses.clear();
    }

    void rolledBack() {
        holds.rolledBack();
        takenBack.rolledBack();
        attempts.rolledBack();
        uncommittedPauses.clear();
    }

    /** All is over: every change has come to exactly one end. */
    void atTheEnd(List<Arrival> arrivals, List<Output> outputs, Function<CommandAnswer, Optional<String>> forgotten) {
        attempts.atTheEnd(outputs);
        Map<Identity, Integer> open = new HashMap<>();
        for (Arrival arrival : arrivals) {
            if (arrival.intent() == Intent.RUN) {
                open.merge(Identity.of(arrival.task()), 1, Integer::sum);
            }
        }
        Set<Identity> results = new HashSet<>();
        Set<Round> ended = new HashSet<>();
        Map<String, Long> newest = new HashMap<>();
        for (Output output : outputs) {
            if (output instanceof Output.Result replayed && replayed.replay()) {
                // It may be that of an older version, where the newer one had nothing to do.
                Identity identity = Identity.of(replayed.task());
                require(
                        newest.containsKey(identity.document()),
                        "I2: a result of %s is told again, and there is none",
                        identity);
            } else if (output instanceof Output.Result result) {
                Identity identity = Identity.of(result.task());
                open.merge(identity, -1, Integer::sum);
                require(results.add(identity), "I2: two results of %s", identity);
                ends(ended, new Round(identity, result.tries().round(), false));
                Long before = newest.put(identity.document(), identity.version());
                require(before == null || before < identity.version(), "I4: %s settles after %s", identity, before);
            } else if (output instanceof Output.LostTask lost) {
                open.computeIfPresent(Identity.of(lost.task()), (identity, left) -> left - 1);
                ends(
                        ended,
                        new Round(
                                Identity.of(lost.task()),
                                lost.tries().round(),
                                lost.tries().compensates()));
            } else if (output instanceof Output.Reply reply) {
                forgotten.apply(reply.answer()).ifPresent(taskId -> {
                    results.removeIf(identity -> identity.taskId().equals(taskId));
                    ended.removeIf(round -> round.identity().taskId().equals(taskId));
                    newest.keySet().removeIf(document -> document.startsWith(taskId + "/"));
                });
            } else if (output instanceof Output.Event event && event.kind() == TaskEventKind.RETRIED) {
                // What undoes the work of a task is no task of its own.
                open.computeIfPresent(Identity.of(event.task()), (identity, left) -> left + 1);
            } else if (output instanceof Output.Event event && ENDS.contains(event.kind())) {
                open.computeIfPresent(Identity.of(event.task()), (identity, left) -> left - 1);
            }
        }
        open.forEach((identity, left) -> require(left == 0, "I1: %s has %d ends too few", identity, left));
    }

    /** What ends once: a round of a task, or of what undoes it. */
    private record Round(Identity identity, int number, boolean undone) {}

    private static void ends(Set<Round> ended, Round round) {
        require(ended.add(round), "I2: %s ends twice", round);
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation is of a library that is not here.
    static void require(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new Violation(message.formatted(values));
        }
    }

    static Duration pause() {
        return Duration.ofMillis(2_500);
    }

    /** The shortest that an attempt has to wait after one that failed, in milliseconds. */
    static long backoff() {
        return 800;
    }
}
