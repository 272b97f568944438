package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.ProcessorFixture;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor against a real broker. */
class AppIT {
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
    void shouldSettleEachVersionOnceAcrossARestart() throws Exception {
        TestJob job = TestJob.named("index").shardKey("/customer");
        try (App app = fixture.run(job)) {
            for (int id = 1; id <= 20; id++) {
                fixture.tell(Change.insert(id, 10 + id, "\"n\": 1, \"customer\": \"c%d\"".formatted(id % 3)));
            }
            fixture.awaitResults(20);
            ProcessorFixture.awaitRunning(app);
        }
        try (App app = fixture.run(job)) {
            fixture.tell(Change.insert(1, 11, "\"n\": 1, \"customer\": \"c1\""));
            fixture.tell(Change.update(1, 50, "\"n\": 2, \"customer\": \"c1\""), Change.delete(2, 51));
            fixture.awaitResults(22);
            ProcessorFixture.awaitRunning(app);
        }
        Map<String, Integer> byTask = new HashMap<>();
        fixture.results().forEach(record -> byTask.merge(record.key(), 1, Integer::sum));
        assertThat(byTask).containsEntry("1", 2).containsEntry("2", 2).hasSize(20);
    }

    @Test
    void shouldPassOverWhatTheEngineHasNotCommitted_atLeastOnceToo() throws Exception {
        Map<String, String> atLeastOnce = Map.of("processing.guarantee", "at_least_once");
        try (App app =
                fixture.run("state", settings -> TestSettings.streams(settings, atLeastOnce), TestJob.named("index"))) {
            fixture.tellAndAbort(Change.insert(1, 10, "\"n\": 1"));
            fixture.tell(Change.insert(2, 11, "\"n\": 1"));
            fixture.awaitResults(1);
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(fixture.results()).extracting(ConsumerRecord::key).containsExactly("2");
    }

    @Test
    void shouldJudgeWhatIsReadAgainByHowItWasWritten_whenTheGuaranteeIsAnotherOneByThen() throws Exception {
        Map<String, String> atLeastOnce = Map.of("processing.guarantee", "at_least_once");
        TestJob job = TestJob.named("index");
        try (App app = fixture.run("state", settings -> TestSettings.streams(settings, atLeastOnce), job)) {
            fixture.tell(Change.insert(1, 10, "\"n\": 1"));
            fixture.awaitResults(1);
            ProcessorFixture.awaitRunning(app);
        }
        // As after a kill between the acknowledgement of the ledger's row, and that of the result and of the offsets.
        fixture.rewind();
        try (App app = fixture.run(job)) {
            fixture.awaitResults(2);
            ProcessorFixture.awaitRunning(app);
        }
        assertThat(fixture.results()).extracting(ConsumerRecord::key).containsExactly("1", "1");
    }

    @Test
    void shouldMakeNoTransactionAtRest() throws Exception {
        try (App app = fixture.run(TestJob.named("index").shardKey("/customer"))) {
            fixture.tell(Change.insert(1, 10, "\"n\": 1, \"customer\": \"c\""));
            fixture.awaitResults(1);
            fixture.awaitAtRest();
            ProcessorFixture.awaitRunning(app);
        }
    }
}
