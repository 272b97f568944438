package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Outcome;
import io.penstock.processor.dispatch.EscalationLog;
import io.penstock.processor.metrics.Meters;
import io.penstock.processor.metrics.TaskMeters;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.processor.testing.TestStream.Written;
import io.penstock.records.DeadLetterReason;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A job's failures weigh more: it shows in the dead letter, the task events, the metrics and the log. */
class EscalationThroughTopologyTest {
    private static final Completion NO = new Completion.Refused(new Failure(DeadLetterReason.REJECTED, "a.B", "no"));

    private final Settings settings = TestSettings.of(
            TestJob.named("job").queued("quarantine: {after: 1}, escalate: {dead-letters: 2 per 1m, to: critical}"));
    private final Meters meters = new Meters();
    private final Logger logger = (Logger) LoggerFactory.getLogger(EscalationLog.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<JsonNode> told = new ArrayList<>();
    private Instant now = TestStream.BEGIN;
    private final TestStream stream = new TestStream(
            settings,
            Map.of("job", (task, context) -> Outcome.succeeded()),
            TaskListener.both(new TaskMeters(settings.jobs(), meters, () -> now), new EscalationLog()),
            () -> now);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() throws Exception {
        logger.detachAppender(log);
        stream.close();
        meters.close();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        stream.pass(time);
    }

    /** A task comes, and is rejected. */
    private void reject(int document) {
        stream.put(Change.insert(document, 10 + document, "\"n\": 1"));
        pass(Duration.ofMillis(100));
        stream.work(NO);
        pass(Duration.ofMillis(100));
    }

    private List<String> severities(String kind) {
        List<String> severities = new ArrayList<>();
        for (JsonNode event : told) {
            if (event.path("event").asText().equals(kind)) {
                severities.add(event.path("severity").asText());
            }
        }
        return severities;
    }

    @Test
    void aJobWithManyDeadLettersShouldShowItInAllFourPlaces() {
        reject(1);
        reject(2);
        reject(3);

        assertThat(stream.deadLetters())
                .extracting(letter -> letter.header("severity"))
                .containsExactly("error", "critical", "critical");
        stream.taskEvents().stream().map(Written::json).forEach(told::add);
        assertThat(severities("dead-lettered")).containsExactly("error", "critical", "critical");
        assertThat(severities("rejected")).containsExactly("error", "critical", "critical");
        assertThat(severities("quarantined")).containsExactly("error", "critical", "critical");
        assertThat(severities("admitted")).containsExactly("", "", "");
        assertThat(meters.scrape())
                .contains(
                        "penstock_dead_letters_total{penstock_job=\"job\",reason=\"rejected\",severity=\"critical\"} 2.0",
                        "penstock_dead_letters_total{penstock_job=\"job\",reason=\"rejected\",severity=\"error\"} 1.0");
        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).contains("'job'", "critical", "dead-letters list --job job");
        });
    }

    @Test
    void theLogShouldSayWhenItIsOver() {
        // Nothing else is to be looked at by then.
        pass(Duration.ofMinutes(10));
        pass(Duration.ofMinutes(10));
        reject(1);
        reject(2);
        pass(Duration.ofMinutes(2));

        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        reject(3);
        assertThat(stream.deadLetters())
                .extracting(letter -> letter.header("severity"))
                .containsExactly("error", "critical", "error");
    }

    @Test
    void aPartitionThatLeavesShouldNotKeepTheJobRaised() {
        reject(1);
        reject(2);
        stream.close();

        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
    }
}
