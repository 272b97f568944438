package io.penstock.processor.simulation;

import io.penstock.api.Operation;
import io.penstock.processor.admission.AdmissionPolicy;
import io.penstock.processor.admission.Ledger;
import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.outcome.RetryPolicy;
import io.penstock.processor.outcome.SettlementPolicy;
import io.penstock.processor.partition.Effects;
import io.penstock.processor.partition.JobPolicy;
import io.penstock.processor.partition.Kept;
import io.penstock.processor.partition.QueuePolicy;
import io.penstock.processor.partition.TaskPartition;
import io.penstock.processor.partition.TaskPartition.Stores;
import io.penstock.processor.partition.TaskPartition.World;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.ContentHash;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskKey;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.DeadLetters;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.processor.turn.Work.Purpose;
import io.penstock.records.Command;
import io.penstock.records.Command.Request;
import io.penstock.records.CommandAnswer;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.WorkSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The core on a schedule: one partition, two processes, a clock that is moved by hand, and a store whose uncommitted writes
 * can be lost. Longer than other classes, since it is the whole world around the core.
 */
final class Simulation implements Effects {
    private static final String JOB = "job";
    private static final int DOCUMENTS = 5;
    private static final int LANES = 3;
    /** Owners of the partition before somebody is blamed: two that end, one who tries a few, one who tries each alone. */
    private static final int BEFORE_BLAME = 4;

    private static final Failure FAILURE = new Failure(DeadLetterReason.ATTEMPTS_EXHAUSTED, "test", "not now");

    private static final Completion NEVER =
            new Completion.Refused(new Failure(DeadLetterReason.REJECTED, "test", "never"));

    private final Schedule schedule;
    private final Consumer<Supplier<String>> story;
    private final Checker checker;
    private final Commands commands;
    private final Counted counted = new Counted();
    private final boolean ordered;
    private final Set<Covered> covered = EnumSet.noneOf(Covered.class);
    private final List<Arrival> topic = new ArrayList<>();
    private final RollbackRows ledgerRows = new RollbackRows();
    private final RollbackRows backlogRows = new RollbackRows();
    private final List<Output> committed = new ArrayList<>();
    private final List<Output> uncommitted = new ArrayList<>();
    private final SimulatedProcess[] processes = {new SimulatedProcess(), new SimulatedProcess()};
    private final Set<Identity> poisoned = new HashSet<>();
    private final Set<Identity> checkpointed = new HashSet<>();
    private long now = 1_000_000;
    private long version;
    private int read;
    private int committedRead;
    private int owner;
    private int owners;
    private boolean prepared;
    private boolean returned;
    private boolean settledSinceCommit;
    private TaskPartition core;

    /**
     * @param story is told what happens
     */
    Simulation(Schedule schedule, Consumer<Supplier<String>> story) {
        this.schedule = schedule;
        this.story = story;
        this.checker = new Checker(schedule);
        this.ordered = schedule.work().lane().order() == WorkSettings.Order.SHARD_KEY;
        this.commands = new Commands(JOB, ordered);
        this.core = assigned(Kept.NOTHING);
    }

    /** Runs the schedule, then lets all come to an end, and checks. What was covered is returned. */
    Set<Covered> run() {
        schedule.actions().forEach(this::act);
        finish();
        checker.atTheEnd(topic, committed, this::forgotten);
        return covered;
    }

    private TaskPartition assigned(Kept here) {
        WorkSettings work = schedule.work();
        JobPolicy policy = new JobPolicy(
                new AdmissionPolicy(
                        true,
                        schedule.once(),
                        work.late().onUnmatch() == WorkSettings.OnUnmatch.COMPENSATE
                                || work.late().onDuplicate() == WorkSettings.OnDuplicate.EMIT_RESULT),
                new SettlementPolicy(
                        new RetryPolicy(
                                work.retry().maxAttempts(), Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2),
                        1_000),
                Optional.of(new QueuePolicy(
                        work,
                        (task, at) -> work.schedule().delay().isZero()
                                ? 0
                                : at + work.schedule().delay().toMillis())));
        Ledger ledger = new Ledger(ledgerRows, new Retention(Duration.ofDays(7), Optional.empty()), false);
        prepared = false;
        owners += here.epochs().isEmpty() ? 1 : 0;
        core = new TaskPartition(
                Map.of(JOB, policy),
                new Stores(ledger, new FoldingRows(backlogRows, Backlog.WRITTEN)),
                new World(
                        this,
                        processes[owner],
                        processes[owner].open(),
                        TaskListener.NONE,
                        () -> Instant.ofEpochMilli(now),
                        schedule.atOnce()));
        core.open(here);
        return core;
    }

    private void act(Action action) {
        story.accept(() -> now + " " + action.kind() + " " + action.pick());
        switch (action.kind()) {
            case CHANGE -> change(action.pick());
            case REDELIVERY -> redeliver(action.pick());
            case DELETE -> delete(action.pick());
            case PROCESS -> process();
            case BEGIN -> begin(action.pick());
            case SUCCEED -> end(action.pick(), new Completion.Succeeded(Raw.of("1")));
            case RETRY ->
                end(
                        action.pick(),
                        new Completion.Retry(
                                action.pick() % 3 == 0 ? Optional.of(Checker.pause()) : Optional.empty(), FAILURE));
            case REJECT -> end(action.pick(), NEVER);
            case CHECKPOINT -> checkpoint(action.pick());
            case EXTEND -> extend(action.pick());
            case PREEMPT -> preempt(action.pick());
            case RETURN -> comeToAnEnd(action.pick());
            case DRAIN -> drain();
            case TICK -> tick(1 + action.pick() % 1_500);
            case LONG_TICK -> tick(1_000 + action.pick() % 30_000);
            case COMMIT -> commit();
            case CRASH -> crash(action.pick());
            case CRASH_IN_COMMIT -> {
                core.beforeCommit();
                crash(action.pick());
            }
            case HALT -> halt(action.pick());
            case MOVE -> move();
            case LEAVE_AND_RETURN -> leaveAndReturn(action.pick());
            case ASK_RELEASE -> commands.ask(new Command.Release(JOB, asideOrAny(action.pick())));
            case ASK_RETRY -> askRetry(action.pick());
            case ASK_CANCEL -> askCancel(action.pick());
            case ASK_PAUSE -> askPause(action.pick());
            case ASK_RESUME -> commands.ask(new Command.Resume(JOB, lane(action.pick())));
            case ASK_FORGET -> askForget(action.pick());
            case ASK_AGAIN -> cover(commands.again(action.pick()), Covered.COMMAND_TOLD_AGAIN);
            case OBEY -> obey();
        }
    }

    private void change(int pick) {
        topic.add(new Arrival(Intent.RUN, task(pick % DOCUMENTS, Operation.UPDATE, pick / DOCUMENTS % 7), false));
    }

    private void delete(int pick) {
        boolean lives = pick / DOCUMENTS % 3 == 0;
        PendingTask task = task(pick % DOCUMENTS, lives ? Operation.UPDATE : Operation.DELETE, -1);
        topic.add(new Arrival(lives ? Intent.UNMATCH : Intent.END, task, false));
        boolean runs = processes[owner].running().stream()
                .anyMatch(it -> Identity.of(it.work().attempt().task())
                        .document()
                        .equals(Identity.of(task).document()));
        cover(runs, Covered.DELETE_WHILE_ITS_TASK_RUNS);
    }

    private void redeliver(int pick) {
        if (!topic.isEmpty()) {
            topic.add(topic.get(pick % topic.size()));
            covered.add(Covered.REDELIVERY);
        }
    }

    private static String taskId(int pick) {
        return Integer.toString(pick % (DOCUMENTS - 1));
    }

    private Optional<Command.Lane> lane(int pick) {
        return pick % 3 == 0 ? Optional.empty() : Optional.of(commands.lane(pick / 3, LANES, DOCUMENTS - 1));
    }

    private Command.Lane asideOrAny(int pick) {
        List<Command.Lane> all = allLanes();
        List<Command.Lane> aside = all.stream()
                .filter(lane -> checker.holds().aside().contains(commands.key(lane)))
                .toList();
        return aside.isEmpty() ? all.get(pick % all.size()) : aside.get(pick % aside.size());
    }

    private List<Command.Lane> allLanes() {
        int count = ordered ? LANES : DOCUMENTS - 1;
        return IntStream.range(0, count)
                .mapToObj(lane -> commands.lane(lane, LANES, DOCUMENTS - 1))
                .toList();
    }

    private void askRetry(int pick) {
        List<Output.LostTask> lost = lost().toList();
        if (!lost.isEmpty()) {
            Request retry = DeadLetters.retry(deadLetter(lost, pick % 4, pick / 4));
            commands.ask(retry);
            // Often twice, as two operators do who have read the same dead letter.
            if (pick % 3 == 0) {
                commands.ask(retry);
                obeyAll();
            }
        }
    }

    /** Mostly the newest, since others have been overtaken, or the first of the same task: that may have been tried again. */
    private static Output.LostTask deadLetter(List<Output.LostTask> lost, int manner, int pick) {
        Output.LostTask newest = lost.get(lost.size() - 1);
        return switch (manner) {
            case 0 -> lost.get(pick % lost.size());
            case 1 ->
                lost.stream()
                        .filter(letter -> Identity.of(letter.task()).equals(Identity.of(newest.task())))
                        .findFirst()
                        .orElse(newest);
            default -> newest;
        };
    }

    /** Mostly at once, and a lane that runs: then there is something to hold back. */
    private void askPause(int pick) {
        Set<LaneKey> running = processes[owner].running().stream()
                .map(attempt -> LaneKey.of(attempt.work().attempt().task(), ordered))
                .collect(Collectors.toSet());
        List<Command.Lane> all = allLanes();
        List<Command.Lane> lanes = all.stream()
                .filter(lane -> running.contains(commands.key(lane)))
                .toList();
        boolean anyLane = pick % 5 != 0 && !lanes.isEmpty();
        commands.ask(
                new Command.Pause(JOB, anyLane ? Optional.of(lanes.get(pick / 5 % lanes.size())) : lane(pick / 5)));
        if (pick % 4 != 0) {
            obeyAll();
        }
    }

    /** Mostly at once, and a task that runs: it is the one to be told. */
    private void askCancel(int pick) {
        List<String> running = runningTaskIds();
        boolean anyTask = pick % 3 == 0 || running.isEmpty();
        commands.ask(new Command.Cancel(
                JOB, Optional.of("c"), anyTask ? taskId(pick) : running.get(pick / 3 % running.size())));
        if (pick % 4 != 0) {
            obeyAll();
        }
    }

    /** Rarely: what is forgotten cannot be checked for much. */
    private void askForget(int pick) {
        if (pick % 4 == 0) {
            commands.ask(new Command.Forget(JOB, Optional.of("c"), taskId(pick / 4)));
        }
    }

    private List<String> runningTaskIds() {
        return processes[owner].running().stream()
                .filter(attempt -> !attempt.isRevoked())
                .map(attempt -> attempt.work().attempt().task().key().taskId())
                .toList();
    }

    private void obeyAll() {
        while (commands.waiting()) {
            obey();
        }
    }

    private void obey() {
        comeBack();
        Optional<Command> next = commands.next();
        if (next.isEmpty()) {
            return;
        }
        takeEvents();
        List<String> running = runningTaskIds();
        int before = uncommitted.size();
        core.command(next.get(), now);
        boolean cancels = next.get().request() instanceof Command.Cancel cancel && running.contains(cancel.taskId());
        boolean done = uncommitted.subList(before, uncommitted.size()).stream()
                .anyMatch(output ->
                        output instanceof Output.Reply reply && reply.answer().status() == CommandAnswer.Status.DONE);
        cover(cancels && done, Covered.RUNNING_TASK_CANCELLED);
        core.dispatch();
    }

    /** What an answer says about what is held and known. */
    private void heard(CommandAnswer answer) {
        Request request = commands.byId(answer.commandId()).request();
        if (request instanceof Command.Retry retry) {
            cover(answer.code() == CommandAnswer.Code.STALE, Covered.RETRY_REFUSED_AS_STALE);
            boolean toldBefore = answer.code() == CommandAnswer.Code.ALREADY;
            cover(toldBefore, Covered.RETRY_REFUSED_AS_TOLD_BEFORE);
            cover(toldBefore && gaveUpAgain(retry.task()), Covered.RETRY_REFUSED_AFTER_ANOTHER_ROUND);
        }
        if (answer.status() != CommandAnswer.Status.DONE) {
            return;
        }
        if (request instanceof Command.Release release) {
            covered.add(Covered.QUARANTINE_RELEASED);
            checker.holds().setAside(commands.key(release.lane()), false);
        } else if (request instanceof Command.Pause pause) {
            pause.lane()
                    .ifPresentOrElse(
                            lane -> checker.holds().pause(commands.key(lane), true),
                            () -> checker.holds().pauseJob(true));
        } else if (request instanceof Command.Resume resume) {
            resume.lane()
                    .ifPresentOrElse(
                            lane -> checker.holds().pause(commands.key(lane), false),
                            () -> checker.holds().pauseJob(false));
        } else if (request instanceof Command.Forget forget) {
            covered.add(Covered.FORGOTTEN);
            checker.forgotten(forget.taskId());
            forgetLane(forget.taskId());
        }
    }

    private boolean gaveUpAgain(Command.GivenUp then) {
        return lost().map(lost -> DeadLetters.retry(lost).task())
                .anyMatch(now -> now.taskId().equals(then.taskId())
                        && now.version().equals(then.version())
                        && now.tries().round() > then.tries().round());
    }

    private Stream<Output.LostTask> lost() {
        return committed.stream().filter(Output.LostTask.class::isInstance).map(Output.LostTask.class::cast);
    }

    private void forgetLane(String taskId) {
        if (!ordered) {
            LaneKey lane = LaneKey.ofTask(JOB, "c", taskId);
            checker.holds().setAside(lane, false);
            checker.holds().pause(lane, false);
        }
    }

    private Optional<String> forgotten(CommandAnswer answer) {
        return answer.status() == CommandAnswer.Status.DONE
                        && commands.byId(answer.commandId()).request() instanceof Command.Forget forget
                ? Optional.of(forget.taskId())
                : Optional.empty();
    }

    private PendingTask task(int document, Operation operation, int content) {
        version++;
        // Two documents share a task id.
        String taskId = document == DOCUMENTS - 1 ? "0" : Integer.toString(document);
        return new PendingTask(
                new TaskKey(JOB, "c", taskId),
                new DocumentVersion(
                        Integer.toString(document),
                        operation,
                        new Position(version, Position.WRITE, 0, ""),
                        now,
                        Optional.empty(),
                        content < 0 ? Optional.empty() : Optional.of(new ContentHash(content, 0))),
                Integer.toString(Integer.parseInt(taskId) % LANES),
                Contents.NONE,
                new Origin("t", 0, topic.size(), now));
    }

    private void process() {
        if (read < topic.size()) {
            comeBack();
            Arrival arrival = topic.get(read);
            if (arrival.intent() != Intent.RUN && schedule.work().late().onUnmatch() != WorkSettings.OnUnmatch.IGNORE) {
                checker.takenBack(Identity.of(arrival.task()));
            }
            core.arrive(arrival, read, now);
            read++;
            if (returned) {
                takeEvents();
            }
            core.dispatch();
        }
    }

    private void begin(int pick) {
        SimulatedProcess process = processes[pick % 4 == 0 ? 1 - owner : owner];
        if (process.turns().isEmpty()) {
            return;
        }
        Turn turn = process.turns().remove(pick / 4 % process.turns().size());
        Optional<RunningAttempt> next = turn.next();
        if (next.isEmpty()) {
            return;
        }
        RunningAttempt attempt = next.get();
        Identity identity = Identity.of(attempt.work().attempt().task());
        story.accept(() -> "    begins " + attempt.work().attempt().number() + " at " + identity);
        checker.begins(attempt, process.running(), now);
        cover(
                attempt.work().checkpoint().isPresent() && checkpointed.contains(identity),
                Covered.CHECKPOINT_GIVEN_BACK);
        cover(
                attempt.work().checkpoint().isPresent() && checker.attempts().wasPreempted(identity),
                Covered.PREEMPTED_AND_GIVEN_ITS_CHECKPOINT);
        boolean delayed = !schedule.work().schedule().delay().isZero();
        cover(delayed && attempt.work().purpose() instanceof Purpose.Handle, Covered.BEGUN_AFTER_A_DELAY);
        process.running().add(attempt);
        if (poisoned.contains(identity)) {
            crash(pick);
        }
    }

    private void end(int pick, Completion completion) {
        SimulatedProcess process = processes[pick % 8 == 0 ? 1 - owner : owner];
        if (process.running().isEmpty()) {
            return;
        }
        RunningAttempt attempt =
                process.running().get(pick / 8 % process.running().size());
        if (!attempt.isRevoked()) {
            process.running().remove(attempt);
            attempt.end(completion);
            process.turns().add(attempt.turn());
        }
    }

    private void preempt(int pick) {
        List<RunningAttempt> all = processes[pick % 8 == 0 ? 1 - owner : owner].running();
        List<RunningAttempt> withProgress = all.stream()
                .filter(it ->
                        checkpointed.contains(Identity.of(it.work().attempt().task())))
                .toList();
        // Mostly one that has something to lose.
        List<RunningAttempt> running = withProgress.isEmpty() ? all : withProgress;
        if (!running.isEmpty()) {
            RunningAttempt attempt = running.get(pick / 8 % running.size());
            if (pick % 3 == 0) {
                checkpointed.add(Identity.of(attempt.work().attempt().task()));
                attempt.checkpoint(Raw.of("so far"));
            }
            attempt.preempt();
        }
    }

    private void comeToAnEnd(int pick) {
        for (SimulatedProcess process : processes) {
            List<RunningAttempt> revoked =
                    process.running().stream().filter(RunningAttempt::isRevoked).toList();
            if (!revoked.isEmpty()) {
                RunningAttempt late = revoked.get(pick % revoked.size());
                process.running().remove(late);
                Checker.require(
                        !late.end(new Completion.Succeeded(Raw.of("2"))), "I3: %s settles though revoked", late.work());
                covered.add(Covered.LATE_COMPLETION);
                return;
            }
        }
    }

    private void checkpoint(int pick) {
        List<RunningAttempt> running = processes[owner].running();
        if (!running.isEmpty()) {
            RunningAttempt attempt = running.get(pick % running.size());
            checkpointed.add(Identity.of(attempt.work().attempt().task()));
            attempt.checkpoint(Raw.of("so far"));
        }
    }

    /** Often just in time. */
    private void extend(int pick) {
        List<RunningAttempt> running = processes[owner].running();
        if (!running.isEmpty()) {
            running.get(pick % running.size()).extend(now + Checker.TIME_LIMIT + 1 + pick / 8 % 20_000);
            if (pick % 4 != 0) {
                tick(Checker.TIME_LIMIT);
            }
        }
    }

    private void drain() {
        comeBack();
        takeEvents();
        core.dispatch();
    }

    private void takeEvents() {
        returned = false;
        for (TurnEvent event = processes[owner].events().poll();
                event != null;
                event = processes[owner].events().poll()) {
            int before = uncommitted.size();
            core.happened(event);
            if (event instanceof TurnEvent.Ended ended) {
                settledSinceCommit = true;
                if (ended.completion() instanceof Completion.Retry retry) {
                    PendingTask task = event.attempt().work().attempt().task();
                    retry.after().ifPresent(after -> pausesIfOpen(task, before, after));
                    boolean superseded = topic.stream()
                            .anyMatch(it -> Identity.of(it.task())
                                            .document()
                                            .equals(Identity.of(task).document())
                                    && Identity.of(it.task()).version()
                                            > Identity.of(task).version());
                    cover(superseded, Covered.RETRY_OF_A_SUPERSEDED_VERSION);
                }
            }
        }
    }

    private void pausesIfOpen(PendingTask task, int before, Duration after) {
        boolean requeued = uncommitted.size() > before
                && uncommitted.get(uncommitted.size() - 1) instanceof Output.Event event
                && event.kind() == TaskEventKind.RETRY_SCHEDULED
                && event.task().equals(task);
        if (requeued) {
            checker.pauses(task, now + after.toMillis());
        }
    }

    private void tick(long millis) {
        now += millis;
        comeBack();
        if (returned) {
            takeEvents();
        }
        // What has ended, and is not known yet, is not late.
        List<RunningAttempt> overdue = processes[owner].events().isEmpty() ? overdue() : List.of();
        int before = uncommitted.size();
        core.tick();
        checker.looked(overdue, uncommitted.subList(before, uncommitted.size()));
    }

    private List<RunningAttempt> overdue() {
        List<RunningAttempt> running = processes[owner].running().stream()
                .filter(attempt -> !attempt.isRevoked())
                .toList();
        boolean longer = running.stream()
                .anyMatch(attempt -> attempt.deadline() > now
                        && now - attempt.startedAt() >= attempt.work().limits().time());
        cover(longer, Covered.RAN_BEYOND_ITS_FIRST_LIMIT);
        return running.stream().filter(attempt -> attempt.deadline() <= now).toList();
    }

    private void comeBack() {
        if (prepared) {
            prepared = false;
            core.committed();
        }
    }

    private void commit() {
        comeBack();
        counted.check(core.beforeCommit(), backlogRows, checker.holds());
        cover(backlogRows.count('X') > 0, Covered.TAKEN_BACK_BIT_BY_BIT);
        ledgerRows.commit();
        backlogRows.commit();
        committed.addAll(uncommitted);
        uncommitted.clear();
        committedRead = read;
        commands.committed();
        checker.committed();
        settledSinceCommit = false;
        prepared = true;
    }

    private void crash(int pick) {
        cover(settledSinceCommit, Covered.CRASH_BETWEEN_OUTCOME_AND_COMMIT);
        cover(!processes[owner].running().isEmpty(), Covered.CRASH_WITH_A_RUNNING_ATTEMPT);
        cover(checker.holds().pausedForGood(), Covered.PAUSED_OVER_A_CRASH);
        rollBack();
        processes[owner].die();
        now += 1;
        owner = pick % 2 == 0 ? owner : 1 - owner;
        assigned(Kept.NOTHING);
    }

    private void rollBack() {
        ledgerRows.rollBack();
        backlogRows.rollBack();
        uncommitted.clear();
        checker.rolledBack();
        settledSinceCommit = false;
        read = committedRead;
        commands.rolledBack();
    }

    private void halt(int pick) {
        List<RunningAttempt> running = processes[owner].running();
        if (!running.isEmpty() && poisoned.isEmpty()) {
            poisoned.add(Identity.of(
                    running.get(pick % running.size()).work().attempt().task()));
            covered.add(Covered.HANDLER_KILLS_THE_PROCESS);
            crash(pick);
        }
    }

    private void move() {
        commit();
        SimulatedProcess left = processes[owner];
        List<RunningAttempt> running = core.close().running();
        Checker.require(left.taken() == 0, "%d permits are not given back", left.taken());
        owner = 1 - owner;
        assigned(Kept.NOTHING);
        running.forEach(RunningAttempt::revoke);
        left.events().clear();
        cover(!running.isEmpty(), Covered.MOVE_WITH_A_RUNNING_ATTEMPT);
    }

    /** Sometimes since a commit has failed: then what was done since the last one is lost. */
    private void leaveAndReturn(int pick) {
        boolean aborted = pick % 3 != 0;
        if (!aborted) {
            commit();
        }
        cover(processes[owner].events().stream().anyMatch(TurnEvent.Ended.class::isInstance), Covered.ENDED_WHILE_AWAY);
        Kept kept = core.close();
        if (aborted) {
            cover(settledSinceCommit, Covered.OUTCOME_LOST_IN_A_LIVING_PROCESS);
            rollBack();
        }
        now += 1;
        assigned(kept);
        // What ended meanwhile is looked at before anything is started.
        returned = true;
        cover(kept.running().stream().anyMatch(it -> !it.isRevoked()), Covered.RETURN_WITH_A_RUNNING_ATTEMPT);
    }

    private void finish() {
        finish(new Completion.Succeeded(Raw.of("1")));
        if (schedule.inVain()) {
            List<Command.Retry> again = lost().map(DeadLetters::retry).toList();
            again.forEach(commands::ask);
            finish(NEVER);
            again.forEach(commands::ask);
            finish(new Completion.Succeeded(Raw.of("1")));
        }
    }

    /** Nothing more comes, handlers end like this, nothing crashes but what was poisoned: all must come to an end. */
    private void finish(Completion completion) {
        for (int round = 0; round < 400; round++) {
            if (round % 10 == 0) {
                letGo();
            }
            while (read < topic.size()) {
                process();
            }
            for (SimulatedProcess process : processes) {
                while (!process.turns().isEmpty() || !process.running().isEmpty()) {
                    while (!process.running().isEmpty()) {
                        RunningAttempt attempt = process.running().remove(0);
                        if (attempt.end(completion)) {
                            process.turns().add(attempt.turn());
                        }
                    }
                    begin(process == processes[owner] ? 1 : 4);
                }
            }
            drain();
            commit();
            if (round % 3 == 2) {
                tick(round < 60 ? 500 : 20_000);
            } else {
                tick(0);
            }
            // A crash undoes what was obeyed and not committed: it is obeyed again.
            if (read == topic.size() && isEmpty() && !commands.waiting()) {
                // Reminders of what is done go when their time has come, and lanes without tasks when they are looked
                // at.
                tick(3_600_000);
                commit();
                // A lane remembers its dead letters in a row, where there is a limit to them.
                isEmpty(schedule.work().lane().quarantineAfter().isPresent() ? "BCRSYDPX" : "BCLRSYDPX");
                return;
            }
        }
        throw new Violation(
                "I1: %d tasks stay in the backlog, %d aside".formatted(backlogRows.count('T'), backlogRows.count('W')));
    }

    /** Nothing is held any more. */
    private void letGo() {
        commands.ask(new Command.Resume(JOB, Optional.empty()));
        for (Command.Lane lane : allLanes()) {
            commands.ask(new Command.Resume(JOB, Optional.of(lane)));
            commands.ask(new Command.Release(JOB, lane));
        }
        while (commands.waiting()) {
            obey();
        }
    }

    private boolean isEmpty() {
        return backlogRows.count('T') + backlogRows.count('W') + backlogRows.count('X') == 0
                && processes[0].running().isEmpty()
                && processes[1].running().isEmpty()
                && processes[owner].taken() == 0;
    }

    private void isEmpty(String kinds) {
        kinds.chars().forEach(kind -> {
            long left = backlogRows.count((char) kind);
            Checker.require(left == 0, "I8: %d rows of kind %s are left", left, (char) kind);
        });
    }

    private void cover(boolean happened, Covered what) {
        if (happened) {
            covered.add(what);
        }
    }

    @Override
    public void start(Attempt attempt) {
        throw new AssertionError("No job is inline");
    }

    @Override
    public void hand(String job, Turn turn) {
        cover(processes[owner].trials() > 1, Covered.SUSPECTS_TRIED_TOGETHER);
        processes[owner].turns().add(turn);
    }

    @Override
    public Turn newTurn() {
        return new Turn(processes[owner].events()::add, () -> Instant.ofEpochMilli(now));
    }

    @Override
    public void emit(Output output) {
        uncommitted.add(output);
        story.accept(() -> "    " + shown(output));
        if (output instanceof Output.Event event) {
            switch (event.kind()) {
                case ADMITTED ->
                    checker.pauses(
                            event.task(),
                            now + schedule.work().schedule().delay().toMillis());
                case RETRY_SCHEDULED -> checker.pauses(event.task(), now + Checker.backoff());
                case TIMED_OUT -> covered.add(Covered.TIMED_OUT);
                case PREEMPTED -> {
                    covered.add(Covered.PREEMPTED);
                    checker.attempts().preempted(Identity.of(event.task()));
                }
                case CHECKPOINTED -> checker.attempts().checkpointed(Identity.of(event.task()));
                case SUPERSEDED -> covered.add(Covered.COALESCED);
                case CANCELLED -> covered.add(Covered.CANCELLED);
                case COMPENSATED -> covered.add(Covered.COMPENSATED);
                case RETIRED -> covered.add(Covered.RETIRED);
                case QUARANTINED -> {
                    covered.add(Covered.QUARANTINED);
                    checker.holds().setAside(LaneKey.of(event.task(), ordered), true);
                }
                case RETRIED -> {
                    covered.add(Covered.DEAD_LETTER_TRIED_AGAIN);
                    checker.retried(Identity.of(event.task()));
                }
                default -> {
                    // Of no interest.
                }
            }
        } else if (output instanceof Output.Reply reply) {
            heard(reply.answer());
        } else if (output instanceof Output.LostTask lost) {
            boolean blamed = lost.failure().reason() == DeadLetterReason.PROCESS_ENDED;
            Checker.require(!blamed || owners > BEFORE_BLAME, "%s is blamed too soon", Identity.of(lost.task()));
            cover(blamed, Covered.BLAMED);
            cover(lost.failure().reason() == DeadLetterReason.ATTEMPTS_EXHAUSTED, Covered.ATTEMPTS_EXHAUSTED);
            checker.attempts().over(Identity.of(lost.task()));
        } else if (output instanceof Output.Result result) {
            checker.attempts().over(Identity.of(result.task()));
            cover(result.replay(), Covered.RESULT_REPLAYED);
        }
        cover(backlogRows.count('W') > 0 || backlogRows.count('Y') > 0, Covered.STOOD_ASIDE);
    }

    private String shown(Output output) {
        if (output instanceof Output.Event event) {
            return event.kind() + " " + Identity.of(event.task());
        } else if (output instanceof Output.Result result) {
            return "result of " + Identity.of(result.task());
        } else if (output instanceof Output.LostTask lost) {
            return lost.failure().reason() + " " + Identity.of(lost.task());
        } else if (output instanceof Output.Reply reply) {
            return "answers " + commands.byId(reply.answer().commandId()).request() + ": "
                    + reply.answer().code() + ", " + reply.answer().message();
        }
        return output.toString();
    }

    @Override
    public void commitSoon() {
        // The schedule commits.
    }
}
