package io.penstock.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.Test;

/** What users see on the console, and what is for the log file alone. */
class ConsoleFilterTest {
    private static final String CONTROLLER = "kafka.server.ControllerApis";
    private static final String COORDINATOR = "org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime";
    private static final String REGISTRATION = "[ControllerApis nodeId=1] Unexpected error handling request"
            + " RequestHeader(apiKey=CONTROLLER_REGISTRATION, apiVersion=0, clientId=1)";
    private static final String LOADING =
            "[GroupCoordinator id=1] Failed to load metadata from __consumer_offsets-0 with epoch 4 due to stopped.";

    private static FilterReply decision(Level level, String logger, String message, Throwable thrown) {
        LoggingEvent event = new LoggingEvent(
                ConsoleFilterTest.class.getName(),
                new LoggerContext().getLogger(logger),
                level,
                message,
                thrown,
                new Object[0]);
        return new ConsoleFilter().decide(event);
    }

    private static FilterReply error(String logger, String message, Throwable thrown) {
        return decision(Level.ERROR, logger, message, thrown);
    }

    @Test
    void whatTheEmbeddedBrokerGetsOverByItself_isNotShown() {
        NotControllerException notYet = new NotControllerException("The active controller appears to be node 1.");
        NotLeaderOrFollowerException closed = new NotLeaderOrFollowerException("Stopped loading records");

        assertThat(error(CONTROLLER, REGISTRATION, new CompletionException(notYet)))
                .isEqualTo(FilterReply.DENY);
        assertThat(error(COORDINATOR, LOADING, closed)).isEqualTo(FilterReply.DENY);
    }

    @Test
    void otherErrorsOfTheSameParts_areShown() {
        IllegalStateException serious = new IllegalStateException("the log is damaged");
        NotControllerException notYet = new NotControllerException("The active controller appears to be node 1.");

        assertThat(error(CONTROLLER, REGISTRATION, serious)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(error(CONTROLLER, "[ControllerApis nodeId=1] RequestHeader(apiKey=CREATE_TOPICS,", notYet))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(error(COORDINATOR, LOADING, serious)).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void ofPenstockWarningsAreShown_andOfLibrariesErrorsOnly() {
        IllegalStateException any = new IllegalStateException("any");

        assertThat(decision(Level.WARN, "io.penstock.cli.Any", "mind", any)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decision(Level.WARN, COORDINATOR, "mind", any)).isEqualTo(FilterReply.DENY);
        assertThat(decision(Level.INFO, "io.penstock.cli.Any", "so", any)).isEqualTo(FilterReply.DENY);
    }
}
