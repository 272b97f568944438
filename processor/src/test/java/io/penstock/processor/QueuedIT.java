package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.api.Outcome;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.ProcessorFixture;
import io.penstock.processor.testing.ScriptedHandler;
import io.penstock.processor.testing.ScriptedHandler.Call;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queued jobs against a real broker. */
class QueuedIT {
    @TempDir
    Path folder;

    private ProcessorFixture fixture;

    @BeforeEach
    void start() {
        fixture = new ProcessorFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static TestJob job(String keys) {
        return TestJob.named("index")
                .shardKey("/customer")
                .handler(ScriptedHandler.class)
                .queued(keys);
    }

    /** The tasks of one customer among others. */
    private static List<String> lane(Stream<String> tasks) {
        return tasks.filter(id -> Integer.parseInt(id) % 3 == 1).toList();
    }

    private static Change order(int id, String customer) {
        return Change.insert(id, 10 + id, "\"n\": 1, \"customer\": \"%s\"".formatted(customer));
    }

    @Test
    void shouldRunLanesSideBySideAndEachInOrder() throws Exception {
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        AtomicInteger overlaps = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        ScriptedHandler.script((task, context) -> {
            AtomicInteger inLane = running.computeIfAbsent(task.shardKey(), absent -> new AtomicInteger());
            if (inLane.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            three.countDown();
            // Goes on only when three lanes run at once.
            assertThat(three.await(2, TimeUnit.MINUTES)).isTrue();
            inLane.decrementAndGet();
            return Outcome.succeeded(task.id());
        });
        try (App app = fixture.run(job("max-attempts: 1"))) {
            for (int id = 1; id <= 60; id++) {
                fixture.tell(order(id, "c" + id % 3));
            }
            fixture.awaitResults(60);
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(overlaps).hasValue(0);
        assertThat(lane(ScriptedHandler.calls().stream().map(Call::taskId)))
                .hasSize(20)
                .isEqualTo(lane(fixture.events().stream()
                        .filter(event -> event.startsWith("admitted "))
                        .map(event -> event.substring("admitted ".length()))));
    }

    @Test
    void shouldTryAgainAfterItsPause_alsoAcrossARestart() throws Exception {
        ScriptedHandler.script((task, context) -> context.attempt().count() == 1
                ? Outcome.retryAfter(Duration.ofSeconds(6), "not yet")
                : Outcome.succeeded());
        TestJob job = job("max-attempts: 2");
        try (App app = fixture.run(job)) {
            fixture.tell(order(1, "c"));
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> ScriptedHandler.calls().size() == 1);
            fixture.awaitAtRest();
            ProcessorFixture.awaitRunning(app);
        }
        try (App app = fixture.run(job)) {
            fixture.awaitResults(1);
            ProcessorFixture.awaitRunning(app);
        }
        List<Call> calls = ScriptedHandler.calls();
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).at() - calls.get(0).at()).isGreaterThanOrEqualTo(6_000);
        assertThat(calls.get(1).number()).isGreaterThan(calls.get(0).number());
    }

    @Test
    void shouldRunATaskThatIsLargerThanASegmentOfItsChangelog_alsoWhereItsStoreIsRestored() throws Exception {
        int size = 18 << 20;
        String changelog = "penstock-backlog-changelog";
        AtomicBoolean ready = new AtomicBoolean();
        ScriptedHandler.script((task, context) -> ready.get()
                ? Outcome.succeeded(
                        task.document().orElseThrow().get("text").asText().length())
                : Outcome.retryAfter(Duration.ofSeconds(6), "not yet"));
        TestJob job = job("max-attempts: 2");
        UnaryOperator<Settings> large = settings -> TestSettings.records(settings, 40 << 20);
        try (App app = fixture.run("state", large, job)) {
            fixture.tell(Change.insert(
                    1, 11, "\"n\": 1, \"customer\": \"c\", \"text\": \"%s\"".formatted("x".repeat(size))));
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> ScriptedHandler.calls().size() == 1);
            fixture.awaitAtRest();
            ProcessorFixture.awaitRunning(app);
            assertThat(Integer.parseInt(fixture.configured(changelog, "segment.bytes")))
                    .isLessThan(size);
        }
        ready.set(true);
        try (App app = fixture.run("another", large, job)) {
            fixture.awaitResults(1);
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(fixture.results().get(0).value()).isEqualTo(Integer.toString(size));
        assertThat(fixture.deadLetters()).isEmpty();
    }

    @Test
    void shouldGiveTheCheckpointBackAfterARestart() throws Exception {
        ScriptedHandler.script((task, context) -> {
            if (context.lastCheckpoint().isPresent()) {
                return Outcome.succeeded(context.lastCheckpoint().get()[0]);
            }
            context.checkpoint(new byte[] {42}).toCompletableFuture().get(2, TimeUnit.MINUTES);
            new CountDownLatch(1).await();
            throw new AssertionError("Nobody counts that down");
        });
        TestJob job = job("max-attempts: 3");
        try (App app = fixture.run(job)) {
            fixture.tell(order(1, "c"));
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> fixture.events().contains("checkpointed 1"));
            ProcessorFixture.awaitRunning(app);
        }
        try (App app = fixture.run(job)) {
            fixture.awaitResults(1);
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(fixture.results().get(0).value()).isEqualTo("42");
    }

    @Test
    void shouldCountAnAttemptBeyondItsTimeLimitAsTimedOutAndDropWhatItReturns() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        ScriptedHandler.script((task, context) -> {
            if (context.attempt().count() > 1) {
                return Outcome.succeeded("second");
            }
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Outcome.succeeded("late");
        });
        // The first one alone hangs; another may be timed out, too, where the machine stands still for so long.
        try (App app = fixture.run(job("max-attempts: 20, time-limit: 500ms, retry: {initial: 100ms}"))) {
            fixture.tell(order(1, "c"));
            fixture.awaitResults(1);
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(fixture.results().get(0).value()).isEqualTo("\"second\"");
        assertThat(fixture.events()).contains("timed-out 1");
    }

    @Test
    void shouldCancelWhatIsOpen_whenTheConditionHoldsNoMore() throws Exception {
        ScriptedHandler.script((task, context) -> Outcome.succeeded());
        TestJob job = job("delay: 30d, on-unmatch: cancel-open").when("doc.n == 1");
        try (App app = fixture.run(job)) {
            fixture.tell(order(1, "c"), order(2, "c"));
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> fixture.events().contains("admitted 2"));
            fixture.tell(Change.update(1, 50, "\"n\": 2, \"customer\": \"c\""), Change.delete(2, 51));
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> fixture.events().containsAll(List.of("cancelled 1", "cancelled 2")));
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(ScriptedHandler.calls()).isEmpty();
    }

    @Test
    void shouldWriteTheResultOnceMore_whenItsChangeComesAgain() throws Exception {
        ScriptedHandler.script(
                (task, context) -> Outcome.succeeded(context.attempt().count()));
        try (App app = fixture.run(job("on-duplicate: emit-result"))) {
            fixture.tell(order(1, "c"));
            fixture.awaitResults(1);
            fixture.tell(order(1, "c"));
            fixture.awaitResults(2);
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(ScriptedHandler.calls()).hasSize(1);
        assertThat(fixture.results().get(0).headers().lastHeader("penstock.replay"))
                .isNull();
        assertThat(fixture.results().get(1).headers().lastHeader("penstock.replay"))
                .isNotNull();
    }

    @Test
    void shouldTakeAllInWhileEveryAttemptFails_andSettleItInOrderAfterwards() throws Exception {
        AtomicBoolean recovered = new AtomicBoolean();
        Queue<String> done = new ConcurrentLinkedQueue<>();
        ScriptedHandler.script((task, context) -> {
            if (!recovered.get()) {
                return Outcome.retry("away");
            }
            done.add(task.id());
            return Outcome.succeeded();
        });
        int tasks = 300;
        try (App app = fixture.run(job("max-attempts: 1000, retry: {initial: 20ms, max: 200ms}"))) {
            for (int id = 1; id <= tasks; id++) {
                fixture.tell(order(id, "c" + id % 30));
            }
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> fixture.events().stream()
                                    .filter(event -> event.startsWith("admitted "))
                                    .count()
                            == tasks);
            // A storm, and not one wave: every lane has been tried more than once.
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> ScriptedHandler.calls().size() > 100);
            assertThat(done).isEmpty();
            recovered.set(true);
            fixture.awaitResults(tasks);
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(done).hasSize(tasks).doesNotHaveDuplicates();
        List<String> admitted = fixture.events().stream()
                .filter(event -> event.startsWith("admitted "))
                .map(event -> event.substring("admitted ".length()))
                .toList();
        for (int lane = 0; lane < 30; lane++) {
            assertThat(ofCustomer(lane, done.stream())).isEqualTo(ofCustomer(lane, admitted.stream()));
        }
    }

    private static List<String> ofCustomer(int customer, Stream<String> tasks) {
        return tasks.filter(id -> Integer.parseInt(id) % 30 == customer).toList();
    }

    @Test
    void shouldMakeNoTransactionWhileTasksWaitForTheirTime() throws Exception {
        ScriptedHandler.script((task, context) -> Outcome.succeeded());
        try (App app = fixture.run(job("delay: 30d"))) {
            for (int id = 1; id <= 50; id++) {
                fixture.tell(order(id, "c" + id));
            }
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> fixture.events().contains("admitted 50"));
            fixture.awaitAtRest();
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(ScriptedHandler.calls()).isEmpty();
    }
}
