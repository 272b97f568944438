package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.api.Outcome;
import io.penstock.processor.stream.StreamFigures;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.ProcessorFixture;
import io.penstock.processor.testing.ScriptedHandler;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.ThreadMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stream threads that come and go while attempts run, against a real broker. */
class StreamThreadsIT {
    private static final int TASKS = 12;

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

    @Test
    void shouldGoOnWithWhatRuns_whenPartitionsGoFromOneThreadToAnother() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ScriptedHandler.script((task, context) -> Outcome.succeeded(end.await(4, TimeUnit.MINUTES)));
        TestJob job = TestJob.named("index")
                .shardKey("/customer")
                .handler(ScriptedHandler.class)
                .queued("max-attempts: 1");
        try (App app = fixture.run("state", settings -> TestSettings.threads(settings, 1, 2), job)) {
            for (int id = 1; id <= TASKS; id++) {
                fixture.tell(Change.insert(id, 10 + id, "\"n\": 1, \"customer\": \"c%d\"".formatted(id)));
            }
            awaitAttempts();

            app.stream().addThread();
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> app.isRunning()
                            && tasks(app).size() == 2
                            && tasks(app).stream().allMatch(count -> count > 0));
            awaitNoOtherAttempt();

            app.stream().removeThread();
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> app.isRunning() && tasks(app).size() == 1);
            awaitNoOtherAttempt();

            end.countDown();
            fixture.awaitResults(TASKS);
        }
        assertThat(ScriptedHandler.calls()).hasSize(TASKS);
    }

    /** Were they renamed, the number of threads would stay at its least, and nobody would be told. */
    @Test
    void shouldReadHowMuchWaitsAndHowBusyItsThreadsAre() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(1);
        // The thread waits in the first of its first round, and in the only one of its second.
        ScriptedHandler.script((task, context) ->
                Outcome.succeeded((task.id().equals("6") ? last : first).await(4, TimeUnit.MINUTES)));
        fixture.makePeople(1);
        for (int id = 1; id <= 6; id++) {
            fixture.tellOfPeople(Change.insert(id, 10 + id, "\"n\": 1"));
        }
        Map<String, String> fiveAtOnce = Map.of("main.consumer.max.poll.records", "5");
        TestJob job = TestJob.named("index").collections("shop.people").handler(ScriptedHandler.class);
        Settings settings = TestSettings.streams(fixture.settings(job), fiveAtOnce);
        try (App app = new App(settings, folder.resolve("state"), TaskListener.NONE)) {
            // Not waited for: it may have stores to open yet when the thread is held.
            app.start(failure -> {
                throw new AssertionError("The processor failed", failure);
            });
            StreamFigures figures = app.stream().figures();
            await().atMost(ProcessorFixture.PATIENCE).until(() -> figures.lag().equals(OptionalLong.of(1)));

            first.countDown();
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> ScriptedHandler.calls().size() == 6);
            assertThat(figures.work().orElseThrow()).isPositive();
            assertThat(figures.slowestRound()).isPresent();

            last.countDown();
            await().atMost(ProcessorFixture.PATIENCE).until(() -> figures.lag().equals(OptionalLong.of(0)));
            fixture.awaitResults(6);
        }
    }

    private static void awaitAttempts() {
        await().atMost(ProcessorFixture.PATIENCE)
                .until(() -> ScriptedHandler.calls().size() == TASKS);
    }

    /** Longer than it takes until what runs for partitions that are gone is ended. */
    private static void awaitNoOtherAttempt() {
        await().atMost(ProcessorFixture.PATIENCE)
                .during(Duration.ofSeconds(5))
                .until(() -> ScriptedHandler.calls().size() == TASKS);
    }

    /** How many of Streams' tasks each thread has. */
    private static List<Integer> tasks(App app) {
        List<Integer> tasks = new ArrayList<>();
        app.stream()
                .measure(streams -> streams.metadataForLocalThreads().stream()
                        .map(ThreadMetadata::activeTasks)
                        .forEach(active -> tasks.add(active.size())));
        return tasks;
    }
}
