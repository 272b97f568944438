package io.penstock.processor.dispatch;

import static io.penstock.processor.dispatch.DispatchFixture.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.penstock.api.AsyncTaskHandler;
import io.penstock.api.AttemptNumber;
import io.penstock.api.BatchTaskHandler;
import io.penstock.api.Handler;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.testing.LocalServer;
import io.penstock.processor.testing.NoDatabase;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.processor.turn.Work;
import io.penstock.processor.turn.Work.Purpose;
import io.penstock.records.DeadLetterReason;
import io.penstock.settings.JobSettings.HttpEndpoint;
import io.penstock.settings.TierSettings;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handlers in all their forms, on real threads. */
class QueuedDispatchTest {
    private final List<TurnEvent> events = new CopyOnWriteArrayList<>();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private Optional<QueuedDispatch> dispatch = Optional.empty();
    private long sequence;

    @AfterEach
    void close() {
        dispatch.ifPresent(QueuedDispatch::close);
    }

    private QueuedDispatch dispatch(Handler handler, int concurrency) {
        QueuedDispatch made = new QueuedDispatch(
                List.of(TestJob.named("job").queued("max-attempts: 1").settings()),
                Map.of("job", handler),
                JsonMapper.builder().build(),
                NoDatabase.access(),
                new QueuedDispatch.Room(concurrency, TierSettings.USUAL),
                fatal::add);
        dispatch = Optional.of(made);
        return made;
    }

    private Turn turn(int tasks) {
        Turn turn = new Turn(events::add, InstantSource.system());
        for (int i = 0; i < tasks; i++) {
            PendingTask task = Tasks.of("{\"_id\": 1, \"n\": %d}".formatted(sequence));
            turn.add(new Work(
                    sequence++,
                    new Attempt(task, new AttemptNumber(7, 1)),
                    new Purpose.Handle(),
                    Optional.empty(),
                    new Work.Limits(60_000, Long.MAX_VALUE)));
        }
        return turn;
    }

    private List<TurnEvent.Ended> ended() {
        return events.stream()
                .filter(TurnEvent.Ended.class::isInstance)
                .map(TurnEvent.Ended.class::cast)
                .toList();
    }

    private void awaitEnded(int count) {
        await().until(() -> ended().size() == count);
    }

    private static int number(Task task) {
        return task.document().orElseThrow().get("n").asInt();
    }

    @Test
    void shouldRunTheTasksOfATurnInOrderAndEndItAtTheFirstThatFails() {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        TaskHandler handler = (task, context) -> {
            seen.add(number(task));
            return number(task) == 3 ? Outcome.rejected("enough") : Outcome.succeeded();
        };
        Turn turn = turn(10);
        dispatch(handler, 4).run("job", turn);
        awaitEnded(4);
        await().until(() -> dispatch.orElseThrow().running() == 0);
        assertThat(seen).containsExactly(0, 1, 2, 3);
        assertThat(turn.isOver()).isTrue();
    }

    @Test
    void shouldRunAsManyTurnsAtOnceAsItMayAndNoMore_alsoWhenThatChanges() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore go = new Semaphore(0);
        TaskHandler handler = (task, context) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            go.acquire();
            running.decrementAndGet();
            return Outcome.succeeded();
        };
        QueuedDispatch few = dispatch(handler, 8);
        few.limit(3);
        IntStream.range(0, 40).forEach(i -> few.run("job", turn(1)));
        await().until(() -> running.get() == 3);
        go.release(10);
        awaitEnded(10);
        await().until(() -> running.get() == 3);
        assertThat(most).hasValue(3);

        assertThat(few.demand()).isEqualTo(8);
        assertThat(few.handedOut()).isEqualTo(6);

        few.limit(100);
        await().until(() -> running.get() == 8);
        few.limit(1);
        go.release(7);
        await().until(() -> running.get() == 1);
        go.release(40);
        awaitEnded(40);
        assertThat(most).hasValue(8);
    }

    @Test
    void shouldInterruptNothingButTheAttemptThatIsRevoked() throws Exception {
        AtomicInteger interrupted = new AtomicInteger();
        TaskHandler handler = (task, context) -> {
            if (number(task) % 2 == 0) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                }
                return Outcome.succeeded("late");
            }
            assertThat(Thread.interrupted()).isFalse();
            return Outcome.succeeded();
        };
        QueuedDispatch two = dispatch(handler, 2);
        for (int round = 0; round < 50; round++) {
            Turn turn = turn(1);
            two.run("job", turn);
            await().until(() -> turn.current().isPresent());
            assertThat(turn.current().orElseThrow().revoke()).isTrue();
            two.run("job", turn(1));
        }
        awaitEnded(50);
        await().until(() -> interrupted.get() == 50);
        assertThat(ended())
                .allSatisfy(event -> assertThat(event.completion()).isInstanceOf(Completion.Succeeded.class));
        await().until(() -> two.lost() == 0);
    }

    @Test
    void shouldGiveThePlaceOfALostThreadToAnother() throws Exception {
        CountDownLatch stubborn = new CountDownLatch(1);
        TaskHandler handler = (task, context) -> {
            while (number(task) == 0 && stubborn.getCount() > 0) {
                try {
                    stubborn.await();
                } catch (InterruptedException ignored) {
                    // As careless code does.
                }
            }
            return Outcome.succeeded();
        };
        QueuedDispatch one = dispatch(handler, 1);
        Turn lost = turn(1);
        one.run("job", lost);
        await().until(() -> lost.current().isPresent());
        one.run("job", turn(1));
        RunningAttempt attempt = lost.current().orElseThrow();
        attempt.revoke();
        awaitEnded(1);
        assertThat(one.lost()).isEqualTo(1);
        stubborn.countDown();
        await().until(() -> one.lost() == 0 && attempt.hasReturned());
        assertThat(ended()).hasSize(1);
    }

    @Test
    void shouldGoOnWhenTheStageOfAnAsyncHandlerIsComplete_andCancelItWhenItsAttemptIs() {
        List<CompletableFuture<Outcome>> stages = new CopyOnWriteArrayList<>();
        AsyncTaskHandler handler = (task, context) -> {
            CompletableFuture<Outcome> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        };
        Turn turn = turn(3);
        dispatch(handler, 1).run("job", turn);
        await().until(() -> stages.size() == 1);
        stages.get(0).complete(Outcome.succeeded(1));
        await().until(() -> stages.size() == 2);
        stages.get(1).complete(Outcome.succeeded(2));
        await().until(() -> stages.size() == 3);
        turn.current().orElseThrow().revoke();
        await().until(() -> stages.get(2).isCancelled());
        assertThat(ended()).hasSize(2);
        await().until(() -> dispatch.orElseThrow().running() == 0);
    }

    @Test
    void shouldNotOverflowTheStack_whenStagesAreCompleteAtOnce() {
        AsyncTaskHandler handler = (task, context) -> CompletableFuture.completedFuture(Outcome.succeeded());
        dispatch(handler, 1).run("job", turn(20_000));
        awaitEnded(20_000);
    }

    @Test
    void shouldFindThePoisonedTaskOfABatchByHalves() {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        BatchTaskHandler handler = items -> {
            sizes.add(items.size());
            if (items.stream().anyMatch(item -> number(item.task()) == 5)) {
                throw new IllegalStateException("one of them is poison");
            }
            return items.stream()
                    .map(item -> Outcome.succeeded(item.task().id()))
                    .toList();
        };
        QueuedDispatch many = dispatch(handler, 8);
        IntStream.range(0, 8).forEach(i -> many.run("job", turn(1)));
        awaitEnded(8);
        List<TurnEvent.Ended> failed = ended().stream()
                .filter(event -> !(event.completion() instanceof Completion.Succeeded))
                .toList();
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).attempt().work().sequence()).isEqualTo(5);
        assertThat(sizes).contains(1);
    }

    @Test
    void shouldTellOfAnErrorOfTheVirtualMachine() {
        OutOfMemoryError error = new OutOfMemoryError("so it says");
        TaskHandler handler = (task, context) -> {
            throw error;
        };
        dispatch(handler, 1).run("job", turn(1));
        await().until(() -> fatal.equals(List.of(error)));
        assertThat(ended()).isEmpty();
    }

    @Test
    void shouldPostTasksAndReadTheAnswers() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        HttpServer server = LocalServer.create();
        server.createContext("/", exchange -> {
            JsonNode body = JsonMapper.builder().build().readTree(exchange.getRequestBody());
            requests.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + exchange.getRequestHeaders().getFirst("Penstock-Attempt") + " "
                    + body.get("id").asText());
            int n = body.get("document").get("n").asInt();
            int[] statuses = {200, 204, 404, 429, 503, 302};
            byte[] answer = n == 0 ? "{\"ok\": true}".getBytes(UTF_8) : new byte[0];
            if (n == 3) {
                exchange.getResponseHeaders().add("Retry-After", "17");
            }
            exchange.sendResponseHeaders(statuses[n], answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:%d/hook?key=secret"
                    .formatted(server.getAddress().getPort()));
            HttpHandler handler = new HttpHandler(
                    new HttpEndpoint(url, Map.of("X-Test", "1"), Duration.ofSeconds(10), 2),
                    JsonMapper.builder().build(),
                    1_000,
                    InstantSource.system());
            QueuedDispatch posts = dispatch(handler, 6);
            IntStream.range(0, 6).forEach(i -> posts.run("job", turn(1)));
            awaitEnded(6);
        } finally {
            server.stop(0);
        }
        List<Completion> completions = new ArrayList<>();
        ended().stream()
                .sorted((a, b) -> Long.compare(
                        a.attempt().work().sequence(), b.attempt().work().sequence()))
                .forEach(event -> completions.add(event.completion()));
        assertThat(completions.get(0)).hasToString("Succeeded[result={\"ok\": true}]");
        assertThat(completions.get(1)).hasToString("Succeeded[result=null]");
        assertThat(completions.get(2))
                .isInstanceOfSatisfying(
                        Completion.Refused.class,
                        refused -> assertThat(refused.failure().message())
                                .contains("/hook answered 404")
                                .doesNotContain("secret"));
        assertThat(completions.get(3))
                .isInstanceOfSatisfying(
                        Completion.Retry.class,
                        retry -> assertThat(retry.after()).contains(Duration.ofSeconds(17)));
        assertThat(completions.subList(3, 6))
                .map(completion -> ((Completion.Retry) completion).failure().reason())
                .containsExactly(
                        DeadLetterReason.OVERLOADED, DeadLetterReason.OVERLOADED, DeadLetterReason.ATTEMPTS_EXHAUSTED);
        assertThat(requests).hasSize(6).allMatch(request -> request.endsWith(" 7.1 1"));
    }
}
