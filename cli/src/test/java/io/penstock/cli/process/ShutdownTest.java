package io.penstock.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ShutdownTest {
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Test
    void close_closesInReverseOrder_onceOnly() {
        Shutdown shutdown = new Shutdown();
        shutdown.closing("the broker", () -> closed.add("broker"));
        shutdown.closing("the engine", () -> closed.add("engine"));

        shutdown.close();
        shutdown.close();

        assertThat(closed).containsExactly("engine", "broker");
    }

    @Test
    void close_ofWhatIsTogether_goesSideBySide() {
        CountDownLatch bothClose = new CountDownLatch(2);
        try (Shutdown shutdown = new Shutdown(Duration.ofMinutes(1))) {
            shutdown.closing("the broker", () -> closed.add("broker"));
            Shutdown.Together together = shutdown.together();
            together.closing("the engine", () -> meet(bothClose, "engine"));
            shutdown.closing("the page", () -> closed.add("page"));
            together.closing("the processor", () -> meet(bothClose, "processor"));
        }

        assertThat(closed).containsExactlyInAnyOrder("page", "engine", "processor", "broker");
        assertThat(closed).startsWith("page").endsWith("broker");
    }

    private void meet(CountDownLatch both, String name) throws InterruptedException {
        both.countDown();
        both.await();
        closed.add(name);
    }

    @Test
    void close_ofOneFails_closesTheOthers() {
        try (Shutdown shutdown = new Shutdown()) {
            shutdown.closing("the broker", () -> closed.add("broker"));
            shutdown.closing("the engine", () -> {
                throw new IllegalStateException("stuck");
            });
        }

        assertThat(closed).containsExactly("broker");
    }

    @Test
    void close_ofOneHangs_givesTheOthersTheirTurn() throws Exception {
        CountDownLatch brokerClosed = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Logger logger = (Logger) LoggerFactory.getLogger(Shutdown.class);
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        logger.addAppender(told);
        try (Shutdown shutdown = new Shutdown(Duration.ofMillis(50))) {
            shutdown.closing("the broker", brokerClosed::countDown);
            shutdown.closing("the engine", never::await);
        } finally {
            logger.detachAppender(told);
        }

        brokerClosed.await();
        never.countDown();
        assertThat(List.copyOf(told.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("the engine did not close within 50 ms: no longer waited for, it ends with this process");
    }
}
