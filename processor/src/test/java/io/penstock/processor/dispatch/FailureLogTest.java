package io.penstock.processor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log tells of handlers that throw. */
class FailureLogTest {
    private static final PendingTask TASK = Tasks.of("{\"_id\": 1}");

    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private Instant now = Instant.ofEpochSecond(1_000);
    private final FailureLog log = new FailureLog(() -> now);

    @BeforeEach
    void listen() {
        told.start();
        logger.addAppender(told);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(told);
    }

    private void threw(Throwable thrown) {
        attempted(new Completion.Retry(Optional.empty(), Failure.ofHandler(DeadLetterReason.HANDLER_FAILED, thrown)));
    }

    private void attempted(Completion completion) {
        log.attempted(TASK, 2, completion, 1);
    }

    @Test
    void shouldTellWhatWasThrownAndWhere() {
        threw(new IllegalStateException("boom"));

        assertThat(told.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .contains("job", "attempt 2", "java.lang.IllegalStateException")
                    .doesNotContain("\n");
            assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                    .contains("java.lang.IllegalStateException: boom", "FailureLogTest.java:");
        });
    }

    @Test
    void shouldTellOncePerMinute_andHowManyItPassedOver() {
        for (int i = 0; i < 1_000; i++) {
            threw(new IllegalStateException("boom"));
        }
        assertThat(told.list).hasSize(1);

        now = now.plus(Duration.ofMinutes(1));
        threw(new IllegalStateException("boom"));

        assertThat(told.list).hasSize(2);
        assertThat(told.list.get(1).getFormattedMessage()).contains("999 more");
    }

    @Test
    void shouldNotSpeakOfWhatIsNoMistakeOfTheHandler() {
        attempted(new Completion.Succeeded(Raw.of("1")));
        attempted(new Completion.Refused(new Failure(DeadLetterReason.REJECTED, "a.Handler", "no")));
        attempted(new Completion.Retry(
                Optional.empty(),
                Failure.ofHandler(DeadLetterReason.DATABASE_FAILED, new IllegalStateException("away"))));

        assertThat(told.list).isEmpty();
    }

    @Test
    void shouldStandExceptionsThatStandNothing() {
        threw(new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("mine");
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                throw new IllegalStateException("mine");
            }
        });

        assertThat(told.list).hasSize(1);
    }
}
