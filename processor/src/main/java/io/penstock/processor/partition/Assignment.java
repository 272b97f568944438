package io.penstock.processor.partition;

import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.Backlog.Meta;
import io.penstock.processor.lane.Backlog.Started;
import io.penstock.processor.lane.Company;
import io.penstock.processor.turn.RunningAttempt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One assignment of the partition to this process: its epoch, the sequences that it gives away, and whether it can be
 * trusted.
 *
 * <p>An assignment is <i>unproven</i> until it has lived for a while. After two in a row that never were proven something in
 * the work may be what ends the process: then starts are committed before they are made, and what had started and not ended
 * is tried first, in less company than before: among a few, then alone. What is alone when the process ends is known to be
 * to blame. Each suspect has such a while of its own: one that has run for longer cannot be what ended processes within moments.
 *
 * <p>An assignment that ends while its process lives on, since a commit failed or a thread was replaced, tells nothing of that:
 * when the partition comes back to the process, nobody is to blame, and no assignment more is unproven.
 */
final class Assignment {
    private static final long PROOF_MILLIS = 10_000;
    private static final int TRUSTED = 2;

    /** Bits of a sequence that count within an assignment; those above are its epoch, in milliseconds. */
    private static final int BITS_OF_AN_EPOCH = 20;

    private final Backlog backlog;
    private final boolean readsAgain;
    private final Deque<Started> suspects = new ArrayDeque<>();
    private final List<RunningAttempt> takenUp = new ArrayList<>();
    /** Of assignments that this process has had, this one included: of the last that has committed, and of those since. */
    private final Set<Long> epochs = new HashSet<>();

    private List<Started> guilty = List.of();
    private long epoch;
    /** The epoch of the last assignment before this one that has committed, in whatever process. */
    private long epochBefore;

    /** Since when nothing has happened that may end the process. */
    private long quiet;

    private boolean suspicious;
    private long next;
    private long written;
    private boolean committed;
    private boolean proven;

    /**
     * Before it begins.
     *
     * @param readsAgain whether a process that was taken for dead may still write, as under at-least-once: then no two
     *     assignments give the same sequence away
     */
    Assignment(Backlog backlog, boolean readsAgain) {
        this.backlog = backlog;
        this.readsAgain = readsAgain;
    }

    /**
     * Begins it: what this writes has to be committed before anything is dispatched.
     *
     * @param before the epochs that this process knows as its own
     * @param now milliseconds since 1970
     */
    void begin(Set<Long> before, long now) {
        Meta last = backlog.meta();
        boolean lived = before.contains(last.epoch());
        epochBefore = last.epoch();
        epoch = Math.max(last.epoch() + 1, now);
        epochs.addAll(before);
        epochs.add(epoch);
        quiet = now;
        next = readsAgain ? Math.max(last.next(), epoch << BITS_OF_AN_EPOCH) : last.next();
        // The last one is over, unless its process has lived on.
        int over = lived ? last.unproven() - 1 : last.unproven();
        suspicious = over >= TRUSTED;
        List<Started> left = backlog.started();
        guilty = lived
                ? List.of()
                : left.stream()
                        .filter(attempt -> attempt.company() == Company.ALONE)
                        .toList();
        left.forEach(attempt -> backlog.ended(attempt.sequence()));
        if (suspicious) {
            // Those that are to be tried in the least company come first: one of them is the likely culprit.
            left.stream()
                    .filter(attempt -> !guilty.contains(attempt))
                    .map(attempt ->
                            lived ? attempt : attempt.in(attempt.company().fewer()))
                    .filter(attempt -> attempt.company() != Company.MANY)
                    .sorted(Comparator.comparing(Started::company).reversed())
                    .forEach(suspects::add);
        }
        write(lived ? last.unproven() : last.unproven() + 1);
    }

    /** The epochs that this process knows as its own from now on. */
    Set<Long> epochs() {
        return epochs;
    }

    long epoch() {
        return epoch;
    }

    /** Whether no other process had the partition since this one began the attempt, or took it up. */
    boolean mayTakeUp(RunningAttempt attempt) {
        return attempt.ownerEpoch() >= epochBefore;
    }

    /** An attempt that ran before goes on: once this epoch is committed, it is what tells that nobody else had it. */
    void takenUp(RunningAttempt attempt) {
        takenUp.add(attempt);
    }

    /** A sequence that was never given before. */
    long nextSequence() {
        return next++;
    }

    /** Attempts that were alone when the process ended. */
    List<Started> guilty() {
        return guilty;
    }

    /** What is to be tried next, and in what company. */
    Optional<Started> suspect() {
        return Optional.ofNullable(suspects.peek());
    }

    /** An attempt at this task has ended, or the task is not open any more. */
    void cleared(long sequence) {
        if (!suspects.isEmpty()) {
            suspects.removeIf(attempt -> attempt.sequence() == sequence);
        }
    }

    /** A suspect is tried. */
    void tries(Started suspect, long now) {
        suspects.remove(suspect);
        quiet = now;
    }

    /** From when on what begins now has lived for too long to be what ends processes within moments. */
    long acquits(long now) {
        return now + PROOF_MILLIS;
    }

    /** Another partition of the process tries one: meanwhile nothing is proven here. */
    void waits(long now) {
        if (suspicious) {
            quiet = now;
        }
    }

    /** Whether starts have to be committed before they are made. */
    boolean careful() {
        return suspicious && !proven;
    }

    /** Whether attempts may start: the epoch is committed. */
    boolean open() {
        return committed;
    }

    /**
     * Time passes.
     *
     * @return whether the proof was found now, and is to be committed
     */
    boolean proves(long now) {
        if (proven || !committed || !suspects.isEmpty() || now - quiet < PROOF_MILLIS) {
            return false;
        }
        proven = true;
        write(0);
        return true;
    }

    /** When time has to pass for it: milliseconds since 1970; {@link Long#MAX_VALUE}: never. */
    long nextLook() {
        return proven || !suspects.isEmpty() ? Long.MAX_VALUE : quiet + PROOF_MILLIS;
    }

    void beforeCommit() {
        if (next != written) {
            write(backlog.meta().unproven());
        }
    }

    void committed() {
        committed = true;
        epochs.removeIf(other -> other != epoch);
        takenUp.forEach(attempt -> attempt.ownedIn(epoch));
        takenUp.clear();
    }

    private void write(int unproven) {
        backlog.meta(new Meta(epoch, unproven, next));
        written = next;
    }
}
