package io.penstock.processor.dispatch;

import io.penstock.api.BatchTaskHandler;
import io.penstock.api.BatchTaskHandler.Item;
import io.penstock.api.Outcome;
import io.penstock.processor.task.Completion;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.settings.JobSettings.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the current attempts of many turns for a handler that takes many tasks at once. A batch starts when it is full, or
 * when its first task has waited for long enough. One that throws is tried again in halves, until the task that is to blame
 * stands alone.
 */
final class BatchRunner implements TurnRunner {
    private final BatchTaskHandler handler;
    private final Batch limits;
    private final ScheduledExecutorService timer;
    private final Surroundings around;
    private List<Member> gathered = new ArrayList<>();
    private Optional<ScheduledFuture<?>> linger = Optional.empty();

    private record Member(RunningAttempt attempt, Turn turn, Places.Place place) {}

    BatchRunner(BatchTaskHandler handler, Batch limits, ScheduledExecutorService timer, Surroundings around) {
        this.handler = handler;
        this.limits = limits;
        this.timer = timer;
        this.around = around;
    }

    @Override
    public void run(Turn turn, Places.Place place) {
        next(turn, place);
    }

    private void next(Turn turn, Places.Place place) {
        Optional<RunningAttempt> next = around.places().isClosed() ? Optional.empty() : turn.next();
        if (next.isEmpty()) {
            place.leave();
        } else {
            gather(new Member(next.get(), turn, place));
        }
    }

    private synchronized void gather(Member member) {
        gathered.add(member);
        if (gathered.size() >= limits.maxSize()) {
            start();
        } else if (gathered.size() == 1) {
            linger = Optional.of(timer.schedule(this::start, limits.linger().toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    private synchronized void start() {
        linger.ifPresent(future -> future.cancel(false));
        linger = Optional.empty();
        List<Member> batch = gathered;
        gathered = new ArrayList<>();
        if (!batch.isEmpty()) {
            around.threads().execute(() -> work(batch));
        }
    }

    private void work(List<Member> batch) {
        Interruption interruption = new Interruption();
        for (Member member : batch) {
            member.attempt().onRevoke(() -> {
                // The others' work goes on; when there are no others, nobody waits for what the thread does.
                if (batch.stream().allMatch(each -> each.attempt().isRevoked())) {
                    interruption.interrupt();
                }
                member.place().lose();
            });
        }
        List<Completion> completions;
        try {
            completions = completions(batch);
        } catch (VirtualMachineError e) {
            around.fatal().accept(e);
            throw e;
        } finally {
            interruption.end();
        }
        for (int i = 0; i < batch.size(); i++) {
            Member member = batch.get(i);
            member.attempt().end(completions.get(i));
            next(member.turn(), member.place());
        }
    }

    private List<Completion> completions(List<Member> batch) {
        try {
            return handled(batch);
        } catch (Exception | Error e) {
            if (batch.size() == 1
                    || batch.stream().allMatch(each -> each.attempt().isRevoked())) {
                Completion failed = around.completions().ofThrown(e);
                return batch.stream().map(member -> failed).toList();
            }
            List<Completion> halves = new ArrayList<>(completions(batch.subList(0, batch.size() / 2)));
            halves.addAll(completions(batch.subList(batch.size() / 2, batch.size())));
            return halves;
        }
    }

    private List<Completion> handled(List<Member> batch) throws Exception {
        List<Item> items = batch.stream().map(this::item).toList();
        @Nullable List<@Nullable Outcome> outcomes = given(items);
        if (outcomes == null) {
            throw new IllegalStateException(
                    handler.getClass().getName() + " returned null in place of a list of outcomes");
        }
        if (outcomes.size() != items.size()) {
            throw new IllegalStateException("%s returned %d outcomes for %d tasks"
                    .formatted(handler.getClass().getName(), outcomes.size(), items.size()));
        }
        return outcomes.stream()
                .map(outcome -> around.completions().of(outcome, handler))
                .toList();
    }

    /** Handlers are other people's code: nulls may come where none are allowed. */
    @SuppressWarnings("unchecked")
    private @Nullable List<@Nullable Outcome> given(List<Item> items) throws Exception {
        return (List<@Nullable Outcome>) (List<?>) handler.handle(items);
    }

    private Item item(Member member) {
        return new Item(
                new HandlerTask(member.attempt().work().attempt().task()),
                new AttemptContext(member.attempt(), around.clock()));
    }
}
