package io.penstock.processor.partition;

import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.LaneRow;
import io.penstock.processor.lane.ReadyLanes;
import io.penstock.processor.rate.Token;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A lane in memory: one that is in flight, or comes next. For use by one thread. */
final class ActiveLane {
    private static final LaneRow NEVER = LaneRow.empty(-1);

    private final LaneKey key;
    private final QueuedJob job;
    /** The lane adds itself here when its row may differ from the store's. */
    private final List<ActiveLane> unwritten;

    private boolean noted;
    /** Its first tasks, in order; of these the first {@link #handed} are with the worker. */
    private final List<OpenTask> window = new ArrayList<>();

    /** Stands for its shard key, where that has several lanes. */
    private long group = ReadyLanes.ALONE;

    private boolean counted;
    private LaneRow row;
    /** The row as the store has it; {@link #NEVER}, which equals no row, if it has none. */
    private LaneRow stored = NEVER;

    private int handed;
    /** Whether the window has all that stands in the lane. */
    private boolean whole;
    /** Whether the store has a task for it that comes before those with the worker. */
    private boolean behind;

    private Optional<Turn> turn = Optional.empty();
    private Optional<RunningAttempt> lost = Optional.empty();
    private boolean reserved;
    private boolean marked;
    private boolean probe;
    /** The leave to begin its first task. */
    private Token token = Token.FREE;

    private long turnBegan;

    ActiveLane(LaneKey key, QueuedJob job, LaneRow row, List<ActiveLane> unwritten) {
        this.key = key;
        this.job = job;
        this.row = row;
        this.unwritten = unwritten;
    }

    LaneKey key() {
        return key;
    }

    QueuedJob job() {
        return job;
    }

    long group() {
        return group;
    }

    void group(long key) {
        group = key;
    }

    /** Whether its job counts it among those of its group that run. */
    boolean counted() {
        return counted;
    }

    void counted(boolean is) {
        counted = is;
    }

    LaneRow row() {
        return row;
    }

    void row(LaneRow changed) {
        row = changed;
        note();
    }

    /** The next commit looks whether its row has to be written. */
    void note() {
        if (!noted) {
            noted = true;
            unwritten.add(this);
        }
    }

    /** A commit has looked. */
    void looked() {
        noted = false;
    }

    LaneRow stored() {
        return stored;
    }

    void stored(LaneRow written) {
        stored = written;
    }

    /** The store has no row of it any more. */
    void erased() {
        stored = NEVER;
        note();
    }

    List<OpenTask> window() {
        return window;
    }

    /** Where a task stands in the window; -1: it does not. */
    int indexOf(long sequence) {
        for (int i = 0; i < window.size(); i++) {
            if (window.get(i).sequence() == sequence) {
                return i;
            }
        }
        return -1;
    }

    /** Whether its worker has the task, and may have begun it. */
    boolean hasHanded(long sequence) {
        int index = indexOf(sequence);
        return index >= 0 && index < handed;
    }

    boolean whole() {
        return whole;
    }

    void whole(boolean is) {
        whole = is;
    }

    boolean behind() {
        return behind;
    }

    void behind(boolean is) {
        behind = is;
    }

    int handed() {
        return handed;
    }

    /** How many of its first tasks run, or are about to. */
    int promised() {
        return reserved ? 1 : handed;
    }

    void handed(int tasks) {
        handed = tasks;
    }

    Optional<Turn> turn() {
        return turn;
    }

    /** Takes the running attempt at a task back, if it is at that one: whether it will not settle. */
    boolean revokes(long sequence) {
        return turn.flatMap(Turn::current)
                .filter(current -> current.work().sequence() == sequence)
                .map(RunningAttempt::revoke)
                .orElse(false);
    }

    void begin(Turn newTurn, long now) {
        turn = Optional.of(newTurn);
        turnBegan = now;
    }

    void release() {
        giveBack();
        turn = Optional.empty();
        handed = 0;
        reserved = false;
        marked = false;
        probe = false;
    }

    Token token() {
        return token;
    }

    void token(Token taken) {
        token = taken;
    }

    /** Its first task does not begin, unless it has. */
    void giveBack() {
        token.giveBack();
        token = Token.FREE;
    }

    long turnBegan() {
        return turnBegan;
    }

    /** The attempt that ran beyond its limit and that the lane waits for. */
    Optional<RunningAttempt> lost() {
        return lost;
    }

    void lost(Optional<RunningAttempt> attempt) {
        lost = attempt;
    }

    /** Whether its first task will start when the commit that notes it has gone through. */
    boolean reserved() {
        return reserved;
    }

    void reserved(boolean is) {
        reserved = is;
    }

    /** Whether the start of its current attempt is noted in the backlog. */
    boolean marked() {
        return marked;
    }

    void marked(boolean is) {
        marked = is;
    }

    /** Whether its first task probes for its job's breaker. */
    boolean probe() {
        return probe;
    }

    void probe(boolean is) {
        probe = is;
    }

    /** Whether a worker has it, or it is about to have one. */
    boolean inFlight() {
        return turn.isPresent() || reserved;
    }
}
