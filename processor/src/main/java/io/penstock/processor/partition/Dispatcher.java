package io.penstock.processor.partition;

import io.penstock.api.AttemptNumber;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.Backlog.Started;
import io.penstock.processor.lane.Company;
import io.penstock.processor.lane.JobRows.Place;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.ReadyLanes;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.outcome.Breaker;
import io.penstock.processor.rate.Token;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands lanes to workers: those that are ready, job after job, as many as there are permits for; keeps busy lanes supplied;
 * and takes back what must not go on. For use by one thread.
 */
final class Dispatcher {
    /** A lane that never runs dry gives way to others after this time: so lanes come to their end together. */
    private static final long QUANTUM_MILLIS = 200;
    /** One turn in so many goes on all the same: the lane with by far the most to do is done last, and giving way delays it. */
    private static final int TURNS_FOR_ONE_TO_STAY = 4;

    private final Backlog backlog;
    private final Lanes lanes;
    private final Assignment assignment;
    private final Settler settler;
    private final Heads heads;
    private final Effects effects;
    private final Permits permits;
    private final Handouts handouts;
    private final Suspicion suspicion;
    private final Works works;
    private final List<QueuedJob> jobs;
    private final Map<Turn, ActiveLane> turns = new LinkedHashMap<>();
    private List<ActiveLane> reserving = new ArrayList<>();
    private List<ActiveLane> committing = new ArrayList<>();
    private int nextJob;
    private boolean held;

    /** The rows and what is in memory of them, and how much of that goes at once. */
    record Store(Backlog backlog, Lanes lanes, Assignment assignment, Withdrawals withdrawals, AtOnce atOnce) {}

    /** Makes what a worker gets of an open task. */
    @FunctionalInterface
    interface Works {
        Work of(QueuedJob job, OpenTask open, AttemptNumber number, Token token);
    }

    Dispatcher(Store store, Settler settler, Effects effects, Permits permits, Works works, List<QueuedJob> jobs) {
        this.backlog = store.backlog();
        this.lanes = store.lanes();
        this.assignment = store.assignment();
        this.settler = settler;
        this.heads = new Heads(store, settler);
        this.effects = effects;
        this.permits = permits;
        this.handouts = new Handouts(permits);
        this.works = works;
        this.jobs = List.copyOf(jobs);
        this.suspicion = new Suspicion(store, handouts, permits, effects, this.jobs);
    }

    /**
     * Whether any lane is with a worker or about to be, dispatch is held for a crash trial, or the last pass hit its limit.
     */
    boolean busy() {
        return held || handouts.any() || heads.areTooMany();
    }

    /** The lanes that workers have. */
    Iterable<ActiveLane> handedOut() {
        return turns.values();
    }

    /** The lane whose turn it is, if that has not been taken back. */
    Optional<ActiveLane> lane(Turn turn) {
        return Optional.ofNullable(turns.get(turn));
    }

    /** Starts what may start. */
    void dispatch(long now) {
        if (!assignment.open()) {
            return;
        }
        heads.look();
        held = holds(now);
        if (held) {
            return;
        }
        int idle = 0;
        while (idle < jobs.size() && !heads.areTooMany()) {
            QueuedJob job = jobs.get(nextJob);
            nextJob = (nextJob + 1) % jobs.size();
            if (handouts.take(job, now)) {
                boolean started = lanes.nextReady(job)
                        .map(lane -> start(lane, Company.MANY, now))
                        .orElse(false);
                idle = started || job.mayStart(now) ? 0 : idle + 1;
                if (!started) {
                    handouts.give(job);
                }
            } else {
                idle++;
            }
        }
    }

    /** Whether crash trials, of this or another partition, hold up everything else; begins what it can of its own. */
    private boolean holds(long now) {
        if (assignment.careful() && suspicion.tries(this::start, now)) {
            return true;
        }
        if (permits.mayBegin(now)) {
            return false;
        }
        assignment.waits(now);
        return true;
    }

    /** The assignment is proven: nothing is suspected any more. */
    void trust(long now) {
        suspicion.ends(now);
    }

    /** More has come to stand in a lane that may be in flight. */
    void topUp(ActiveLane lane, long now) {
        boolean stays = lane.row().held() || lane.job().paused() || !permits.mayBegin(now);
        if (stays || lane.turn().isEmpty() || goesOneByOne(lane) || lane.behind()) {
            return;
        }
        boolean othersWait = mayStartAny(now) && !mayStay(lane);
        int ahead = lane.job().lookAhead(othersWait, QUANTUM_MILLIS);
        boolean outOfTime = othersWait && now - lane.turnBegan() > QUANTUM_MILLIS;
        if (outOfTime || lane.handed() >= ahead) {
            return;
        }
        Turn turn = lane.turn().get();
        if (lane.window().size() <= lane.handed()) {
            lanes.fill(lane, lane.handed() + ahead);
        }
        while (lane.handed() < ahead && lane.window().size() > lane.handed()) {
            OpenTask next = lane.window().get(lane.handed());
            if (next.row().due() > now || !turn.add(work(lane, next))) {
                return;
            }
            lane.handed(lane.handed() + 1);
        }
    }

    /** The first task of the lane is settled, or waits: what comes next in it. */
    void after(ActiveLane lane, LaneStep step, long now) {
        if (step == LaneStep.GO_ON) {
            topUp(lane, now);
            if (lane.handed() > 0) {
                return;
            }
        }
        release(lane, now);
    }

    /** Takes the lane from its worker, and lets it rest. */
    void release(ActiveLane lane, long now) {
        lane.turn().ifPresent(turn -> {
            turn.stop();
            turns.remove(turn);
        });
        if (lane.inFlight()) {
            handouts.give(lane.job());
        }
        if (lane.probe()) {
            // Its end was not told: it was taken back.
            lane.job().breaker().ifPresent(Breaker::tookBack);
        }
        if (lane.counted()) {
            lane.counted(false);
            lane.job().runs(lane.group(), -1);
        }
        lane.release();
        suspicion.released(lane);
        lanes.rest(lane, now);
    }

    /**
     * Takes an open task out of the backlog and of all that is in memory, so that nothing of it settles any more.
     *
     * @param revokes whether also if it runs
     * @return empty if it is not open, or its end is on its way, or it runs and may go on
     */
    Optional<OpenTask> withdraw(QueuedJob job, LaneKey key, long sequence, boolean revokes, long now) {
        Optional<PendingTask> body = backlog.findBody(sequence);
        if (body.isEmpty()) {
            backlog.find(key, sequence).ifPresent(torn -> backlog.forget(key, sequence, torn));
            return Optional.empty();
        }
        return withdraw(job, new Place(key, sequence), body.get(), revokes, now);
    }

    /** The same, of one whose body was read. */
    Optional<OpenTask> withdraw(QueuedJob job, Place place, PendingTask body, boolean revokes, long now) {
        LaneKey key = place.lane();
        long sequence = place.sequence();
        Optional<TaskRow> row = backlog.find(key, sequence);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        OpenTask open = new OpenTask(sequence, row.get(), body);
        Optional<ActiveLane> inMemory = lanes.inMemory(key);
        int index = inMemory.map(lane -> lane.indexOf(sequence)).orElse(-1);
        if (index < 0) {
            settler.drop(key, open);
            return Optional.of(open);
        }
        ActiveLane lane = inMemory.orElseThrow();
        boolean handed = index < lane.handed();
        boolean begun = handed && !lane.turn().orElseThrow().withdraw(sequence);
        // An attempt whose predecessors' ends are still on their way is settled by its own end.
        if (begun && !(revokes && index == 0 && lane.revokes(sequence))) {
            return Optional.empty();
        }
        boolean reserved = lane.reserved() && index == 0;
        if (index == 0) {
            unmark(lane, sequence);
        }
        settler.drop(key, open);
        lanes.remove(lane, index);
        lane.handed(lane.handed() - (handed ? 1 : 0));
        if (begun || reserved || (handed && lane.handed() == 0)) {
            release(lane, now);
        }
        return Optional.of(open);
    }

    /** What has begun and is not noted yet is noted, so that a crash leaves a trace of it. */
    void beforeCommit() {
        for (ActiveLane lane : turns.values()) {
            Optional<RunningAttempt> current = lane.turn().flatMap(Turn::current);
            boolean first = current.isPresent()
                    && !lane.window().isEmpty()
                    && lane.window().get(0).sequence() == current.get().work().sequence();
            if (first && !lane.marked()) {
                mark(lane, Company.MANY);
            }
        }
        suspicion.beforeCommit();
        committing.addAll(reserving);
        reserving = new ArrayList<>();
    }

    /** The commit went through: what waited for it starts. */
    void committed(long now) {
        suspicion.committed();
        List<ActiveLane> starting = committing;
        committing = new ArrayList<>();
        for (ActiveLane lane : starting) {
            if (lane.reserved() && !lane.window().isEmpty()) {
                lane.reserved(false);
                hand(lane, 1, now);
            }
        }
    }

    /** The start of the lane's first attempt is noted no more. */
    void unmark(ActiveLane lane, long sequence) {
        if (lane.marked()) {
            backlog.ended(sequence);
            lane.marked(false);
        }
        assignment.cleared(sequence);
    }

    /** Everything is taken from the workers but what they run now, which is returned. */
    List<RunningAttempt> close() {
        List<RunningAttempt> running = new ArrayList<>();
        for (ActiveLane lane : turns.values()) {
            Turn turn = lane.turn().orElseThrow();
            turn.stop();
            turn.current().ifPresent(running::add);
            lane.giveBack();
        }
        reserving.forEach(ActiveLane::giveBack);
        committing.forEach(ActiveLane::giveBack);
        jobs.forEach(handouts::giveAll);
        return running;
    }

    /**
     * An attempt that this process runs already, since the partition was here before, is taken up again.
     *
     * @return whether it was: its task is open and nothing else has it
     */
    boolean adopt(QueuedJob job, LaneKey key, RunningAttempt attempt, long now) {
        long sequence = attempt.work().sequence();
        if (backlog.find(key, sequence).isEmpty()) {
            return false;
        }
        ActiveLane lane = lanes.bring(job, key);
        Optional<OpenTask> head = lanes.head(lane)
                .filter(open -> open.sequence() == sequence
                        && open.task().equals(attempt.work().attempt().task()));
        if (head.isEmpty() || lane.inFlight() || lane.row().quarantined()) {
            return false;
        }
        // Beyond what is permitted, if need be: it runs already.
        handouts.force(job);
        lane.begin(attempt.turn(), now);
        lane.handed(1);
        turns.put(attempt.turn(), lane);
        return true;
    }

    private boolean start(ActiveLane lane, Company company, long now) {
        boolean anyway = company != Company.MANY;
        Optional<Token> token =
                heads.runnable(lane, now).flatMap(head -> lane.job().token(anyway, now));
        if (token.isEmpty()) {
            lanes.rest(lane, now);
            return false;
        }
        lane.token(token.get());
        lane.probe(lane.job().breaker().filter(Breaker::began).isPresent());
        if (lane.group() != ReadyLanes.ALONE) {
            lane.counted(true);
            lane.job().runs(lane.group(), 1);
        }
        if (assignment.careful() || lane.job().queue().startsCommitted()) {
            lane.reserved(true);
            mark(lane, company);
            reserving.add(lane);
            effects.commitSoon();
        } else {
            hand(lane, lookAhead(lane, now), now);
        }
        return true;
    }

    private void hand(ActiveLane lane, int ahead, long now) {
        lanes.fill(lane, ahead);
        Turn turn = effects.newTurn();
        lane.begin(turn, now);
        for (OpenTask open : lane.window()) {
            if (lane.handed() == ahead || open.row().due() > now) {
                break;
            }
            turn.add(work(lane, open));
            lane.handed(lane.handed() + 1);
        }
        turns.put(turn, lane);
        effects.hand(lane.job().name(), turn);
    }

    private void mark(ActiveLane lane, Company company) {
        backlog.started(new Started(lane.window().get(0).sequence(), lane.key(), company));
        lane.marked(true);
    }

    /** Who stays is who has been there longest: lanes with less to do have run dry meanwhile. */
    private boolean mayStay(ActiveLane lane) {
        return lane.job().takesLessThan(QUANTUM_MILLIS)
                && turns.values().stream()
                        .limit(turns.size() / TURNS_FOR_ONE_TO_STAY)
                        .anyMatch(lane::equals);
    }

    private boolean goesOneByOne(ActiveLane lane) {
        return assignment.careful() || heads.goOneByOne(lane) || lane.job().goesOneByOne();
    }

    private int lookAhead(ActiveLane lane, long now) {
        return goesOneByOne(lane) ? 1 : lane.job().lookAhead(mayStartAny(now), QUANTUM_MILLIS);
    }

    private boolean mayStartAny(long now) {
        return jobs.stream().anyMatch(job -> job.mayStart(now));
    }

    private Work work(ActiveLane lane, OpenTask open) {
        AttemptNumber number = new AttemptNumber(assignment.epoch(), open.row().nextCount());
        return works.of(lane.job(), open, number, lane.token());
    }
}
