package io.penstock.processor.dispatch;

import io.penstock.api.BatchTaskHandler;
import io.penstock.api.BatchTaskHandler.Item;
import io.penstock.api.Outcome;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.settings.JobSettings.Batch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gathers turns for a handler that takes many tasks at once. A batch starts when it is full, or when its first turn has
 * waited for long enough; only then do attempts begin. One that throws is tried again in halves, until the task that is to
 * blame stands alone.
 */
final class BatchRunner implements TurnRunner {
    private final BatchTaskHandler handler;
    private final Batch limits;
    private final ScheduledExecutorService timer;
    private final RunnerContext shared;
    private Set<Member> gathered = new LinkedHashSet<>();
    private Optional<ScheduledFuture<?>> linger = Optional.empty();

    private record Member(Turn turn, Place place) {}

    private record Begun(RunningAttempt attempt, Member member) {}

    BatchRunner(BatchTaskHandler handler, Batch limits, ScheduledExecutorService timer, RunnerContext shared) {
        this.handler = handler;
        this.limits = limits;
        this.timer = timer;
        this.shared = shared;
    }

    @Override
    public void run(Turn turn, Place place) {
        gather(new Member(turn, place));
    }

    private void gather(Member member) {
        member.turn().counts();
        boolean full;
        synchronized (this) {
            gathered.add(member);
            full = gathered.size() >= limits.maxSize();
            if (!full && linger.isEmpty()) {
                linger = later();
            }
        }
        member.turn().onStop(() -> forget(member));
        if (full) {
            start();
        }
    }

    private Optional<ScheduledFuture<?>> later() {
        try {
            return Optional.of(timer.schedule(this::start, limits.linger().toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException closed) {
            return Optional.empty();
        }
    }

    /** The turn was stopped while it waited for others. */
    private void forget(Member member) {
        boolean waited;
        synchronized (this) {
            waited = gathered.remove(member);
            if (gathered.isEmpty()) {
                noLinger();
            }
        }
        if (waited) {
            member.place().leave();
        }
    }

    private void start() {
        List<Member> batch;
        synchronized (this) {
            noLinger();
            batch = List.copyOf(gathered);
            gathered = new LinkedHashSet<>();
        }
        if (!batch.isEmpty() && !shared.threads().execute(() -> work(batch))) {
            batch.forEach(member -> member.place().leave());
        }
    }

    private void noLinger() {
        linger.ifPresent(future -> future.cancel(false));
        linger = Optional.empty();
    }

    private void work(List<Member> batch) {
        List<Begun> begun = new ArrayList<>();
        for (Member member : batch) {
            shared.next(member.turn())
                    .ifPresentOrElse(attempt -> begun.add(new Begun(attempt, member)), member.place()::leave);
        }
        new Call(begun).run();
    }

    /** One batch, from its first call to the end of its last task. */
    private final class Call {
        private final Interruption interruption = new Interruption();
        private final List<Begun> begun;
        /** Those whose attempts may still settle. */
        private final AtomicInteger left;

        Call(List<Begun> begun) {
            this.begun = begun;
            this.left = new AtomicInteger(begun.size());
        }

        void run() {
            begun.forEach(each -> each.attempt().onRevoke(() -> revoked(each)));
            try {
                handle(begun);
            } catch (VirtualMachineError e) {
                begun.stream()
                        .filter(each -> !each.attempt().hasReturned())
                        .forEach(each -> each.member().place().leave());
                shared.fatal().accept(e);
            } finally {
                interruption.end();
            }
        }

        /** The thread is interrupted only once no task of the batch needs its work any more. */
        private void revoked(Begun each) {
            if (left.decrementAndGet() == 0) {
                interruption.interrupt();
            }
            each.member().place().lose();
        }

        private void handle(List<Begun> some) {
            // Clears an interrupt that an earlier call left behind; one meant for all leaves none of them live.
            Thread.interrupted();
            Map<Boolean, List<Begun>> byRevoked = some.stream()
                    .collect(Collectors.partitioningBy(each -> each.attempt().isRevoked()));
            byRevoked.getOrDefault(true, List.of()).forEach(each -> end(each, Completions.cancelled()));
            List<Begun> live = byRevoked.getOrDefault(false, List.of());
            if (live.isEmpty()) {
                return;
            }
            List<Completion> completions;
            try {
                completions = handled(live);
            } catch (Exception | Error e) {
                Completion failed = shared.completions().ofThrown(e);
                if (live.size() == 1) {
                    end(live.get(0), failed);
                    return;
                }
                handle(live.subList(0, live.size() / 2));
                handle(live.subList(live.size() / 2, live.size()));
                return;
            }
            for (int i = 0; i < live.size(); i++) {
                end(live.get(i), completions.get(i));
            }
        }

        private void end(Begun each, Completion completion) {
            if (each.attempt().end(completion)) {
                left.decrementAndGet();
            }
            goOn(each.member());
        }
    }

    private void goOn(Member member) {
        if (shared.places().isClosed() || !member.turn().goesOn()) {
            member.place().leave();
        } else if (!member.place().wentOn()) {
            gather(member);
        }
    }

    private List<Completion> handled(List<Begun> batch) throws Exception {
        List<AttemptContext> contexts =
                batch.stream().map(each -> shared.context(each.attempt())).toList();
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            PendingTask task = batch.get(i).attempt().work().attempt().task();
            items.add(new Item(new HandlerTask(task), contexts.get(i)));
        }
        @Nullable List<@Nullable Outcome> outcomes = given(items);
        if (outcomes == null) {
            throw new IllegalStateException(
                    handler.getClass().getName() + " returned null in place of a list of outcomes");
        }
        List<@Nullable Outcome> copy = new ArrayList<>(outcomes);
        if (copy.size() != items.size()) {
            throw new IllegalStateException("%s returned %d outcomes for %d tasks"
                    .formatted(handler.getClass().getName(), copy.size(), items.size()));
        }
        List<Completion> completions = new ArrayList<>();
        for (int i = 0; i < copy.size(); i++) {
            Completion completion = shared.completions().of(copy.get(i), handler);
            completions.add(Writes.awaited(completion, contexts.get(i), shared.completions()));
        }
        return completions;
    }

    /** Handlers are other people's code: nulls may come where none are allowed. */
    @SuppressWarnings("unchecked")
    private @Nullable List<@Nullable Outcome> given(List<Item> items) throws Exception {
        return (List<@Nullable Outcome>) (List<?>) handler.handle(List.copyOf(items));
    }
}
