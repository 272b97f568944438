package io.penstock.processor.dispatch;

import static io.penstock.processor.dispatch.DispatchFixture.await;
import static io.penstock.processor.dispatch.DispatchFixture.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.AsyncTaskHandler;
import io.penstock.api.BatchTaskHandler;
import io.penstock.api.Outcome;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.settings.JobSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of turns that are taken back, of stages that misbehave, and of what runs when the process stops. */
class TurnsThroughDispatchTest {
    private static JobSettings batches(int maxSize) {
        return TestJob.named("job")
                .queued("max-attempts: 1")
                .batch(maxSize, Duration.ofMinutes(1))
                .settings();
    }

    /** A stage of other people's making: it calls back as often as it likes. */
    private static final class Chatty extends CompletableFuture<Outcome> {
        @Override
        public CompletableFuture<Outcome> whenComplete(BiConsumer<? super Outcome, ? super Throwable> action) {
            action.accept(Outcome.succeeded(), null);
            action.accept(Outcome.succeeded(), null);
            return super.whenComplete(action);
        }
    }

    @Test
    void shouldKeepTheOrderOfALane_whenAStageCallsBackTwice() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        AsyncTaskHandler handler = (task, context) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            seen.add(number(task));
            // Long enough for another thread to come in between.
            IntStream.range(0, 20_000).forEach(i -> Thread.onSpinWait());
            running.decrementAndGet();
            return new Chatty();
        };
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            fixture.run(200);
            fixture.completions(200);
            fixture.awaitFree();
        }
        assertThat(most).hasValue(1);
        assertThat(seen).isSorted().hasSize(200);
    }

    @Test
    void shouldForgetTurnsThatAreTakenBack_whileAllPlacesAreBusy() {
        CountDownLatch end = new CountDownLatch(1);
        TaskHandler handler = (task, context) -> {
            end.await();
            return Outcome.succeeded();
        };
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            Turn busy = fixture.run(1);
            fixture.current(busy);
            List<Turn> turns = new ArrayList<>();
            IntStream.range(0, 1_000).forEach(i -> turns.add(fixture.run(1)));
            assertThat(fixture.dispatch().queued()).isEqualTo(1_000);
            turns.forEach(Turn::stop);
            assertThat(fixture.dispatch().queued()).isZero();
            end.countDown();
            fixture.awaitFree();
            assertThat(fixture.begun()).isEqualTo(1);
        }
    }

    @Test
    void shouldBeginTheAttemptsOfABatchWhenItStarts_andWithoutThoseThatWereTakenBack() {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        BatchTaskHandler handler = items -> {
            items.forEach(item -> seen.add(number(item.task())));
            return items.stream().map(item -> Outcome.succeeded()).toList();
        };
        try (DispatchFixture fixture = new DispatchFixture(batches(3), handler, 8)) {
            Turn first = fixture.run(1);
            fixture.run(1);
            assertThat(fixture.begun()).isZero();
            first.stop();
            first.current().ifPresent(RunningAttempt::revoke);
            await().until(() -> fixture.dispatch().running() == 1);
            fixture.run(1);
            fixture.run(1);
            fixture.completions(3);
            fixture.awaitFree();
        }
        assertThat(seen).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void shouldCallNoHandlerForWhatWasRevoked_whenABatchIsTriedAgainInHalves() throws Exception {
        List<List<Integer>> calls = new CopyOnWriteArrayList<>();
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BatchTaskHandler handler = items -> {
            calls.add(items.stream().map(item -> number(item.task())).toList());
            called.countDown();
            go.await();
            // As careless code leaves it.
            Thread.currentThread().interrupt();
            throw new IllegalStateException("one of them is poison");
        };
        try (DispatchFixture fixture = new DispatchFixture(batches(4), handler, 8)) {
            List<Turn> turns = new ArrayList<>();
            IntStream.range(0, 4).forEach(i -> turns.add(fixture.run(1)));
            called.await();
            turns.get(1).current().orElseThrow().revoke();
            go.countDown();
            fixture.completions(3);
            fixture.awaitFree();
        }
        assertThat(calls.get(0)).hasSize(4);
        assertThat(calls.subList(1, calls.size())).noneMatch(call -> call.contains(1));
        assertThat(calls).contains(List.of(0), List.of(2), List.of(3));
    }

    @Test
    void shouldInterruptABatch_whenAllOfItsAttemptsAreRevoked() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        BatchTaskHandler handler = items -> {
            called.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return List.of();
        };
        try (DispatchFixture fixture = new DispatchFixture(batches(3), handler, 8)) {
            List<Turn> turns = new ArrayList<>();
            IntStream.range(0, 3).forEach(i -> turns.add(fixture.run(1)));
            called.await();
            turns.get(0).current().orElseThrow().revoke();
            turns.get(1).current().orElseThrow().revoke();
            assertThat(interrupted.getCount()).isEqualTo(1);
            turns.get(2).current().orElseThrow().revoke();
            await().until(() -> interrupted.getCount() == 0);
            fixture.awaitFree();
            assertThat(fixture.ended()).isEmpty();
        }
    }

    @Test
    void shouldInterruptWhatStillRunsAndSayThatItIsCancelled_whenItIsClosed() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch interrupted = new CountDownLatch(1);
        TaskHandler handler = (task, context) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                cancelled.set(context.isCancelled());
                interrupted.countDown();
            }
            return Outcome.succeeded("late");
        };
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            Turn turn = fixture.run(2);
            fixture.current(turn);
            fixture.dispatch().stop();
            fixture.dispatch().giveUp();
            await().until(() -> interrupted.getCount() == 0);
            fixture.awaitFree();
            assertThat(cancelled).isTrue();
            assertThat(fixture.ended()).isEmpty();
            assertThat(fixture.begun()).isEqualTo(1);
            assertThat(fixture.events()).hasAtLeastOneElementOfType(TurnEvent.GivenUp.class);
        }
    }

    @Test
    void shouldCancelStages_whenItIsClosed() {
        List<CompletableFuture<Outcome>> stages = new CopyOnWriteArrayList<>();
        AsyncTaskHandler handler = (task, context) -> {
            CompletableFuture<Outcome> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        };
        DispatchFixture fixture = new DispatchFixture(handler, 1);
        fixture.run(1);
        await().until(() -> stages.size() == 1);
        fixture.close();
        await().until(() -> stages.get(0).isCancelled());
    }

    @Test
    void shouldInterruptAnAsyncHandlerThatWaitsWhereItMustNot_andGiveItsPlaceToAnother() {
        AsyncTaskHandler handler = (task, context) -> {
            if (number(task) == 0) {
                new CountDownLatch(1).await();
            }
            return CompletableFuture.completedFuture(Outcome.succeeded());
        };
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            Turn stuck = fixture.run(1);
            RunningAttempt attempt = fixture.current(stuck);
            fixture.run(1);
            attempt.revoke();
            fixture.completions(1);
            fixture.awaitFree();
            assertThat(attempt.hasReturned()).isTrue();
        }
    }

    @Test
    void shouldRunNoneOfTheHandlersCallbacksOnTheThreadThatRevokesOrCommits() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<CompletionStage<Void>> checkpoints = new CopyOnWriteArrayList<>();
        List<CompletionStage<Outcome>> hung = new CopyOnWriteArrayList<>();
        AsyncTaskHandler handler = (task, context) -> {
            CompletableFuture<Outcome> stage = new CompletableFuture<>();
            hung.add(stage.whenComplete((outcome, thrown) -> threads.add(Thread.currentThread())));
            checkpoints.add(progress(context, threads));
            checkpoints.add(progress(context, threads));
            return stage;
        };
        try (DispatchFixture fixture = new DispatchFixture(handler, 1)) {
            Turn turn = fixture.run(1);
            await().until(() -> checkpoints.size() == 2);
            List<TurnEvent.Checkpointed> events = fixture.events().stream()
                    .filter(TurnEvent.Checkpointed.class::isInstance)
                    .map(TurnEvent.Checkpointed.class::cast)
                    .toList();
            events.get(0).kept().complete(null);
            events.get(1).kept().completeExceptionally(new IllegalStateException("moved"));
            fixture.current(turn).revoke();
            await().until(() -> threads.size() == 3);
            assertThat(threads).doesNotContain(Thread.currentThread());
            await().until(() -> hung.get(0).toCompletableFuture().isCompletedExceptionally()
                    && checkpoints.get(0).toCompletableFuture().isDone()
                    && checkpoints.get(1).toCompletableFuture().isCompletedExceptionally());
            assertThat(checkpoints.get(0).toCompletableFuture()).isCompleted();
        }
    }

    private static CompletionStage<Void> progress(TaskContext context, List<Thread> threads) {
        CompletionStage<Void> kept = context.checkpoint(new byte[] {1});
        return kept.whenComplete((done, thrown) -> threads.add(Thread.currentThread()));
    }
}
