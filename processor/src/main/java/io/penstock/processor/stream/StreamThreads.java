package io.penstock.processor.stream;

import com.sun.management.OperatingSystemMXBean;
import io.penstock.processor.stream.ThreadRule.Look;
import io.penstock.settings.ProcessingSettings.Threads;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds and removes stream threads as {@link ThreadRule} says, in a thread of its own. Attempts belong to the process, and go
 * on while their partitions go from one thread to another.
 */
final class StreamThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamThreads.class);
    private static final long LOOK_SECONDS = 10;
    private static final Duration REMOVAL = Duration.ofMinutes(1);

    private final KafkaStreams streams;
    private final StreamFigures figures;
    private final ThreadRule rule;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "penstock-stream-threads");
        thread.setDaemon(true);
        return thread;
    });

    StreamThreads(KafkaStreams streams, StreamFigures figures, Threads bounds) {
        this.streams = streams;
        this.figures = figures;
        this.rule = new ThreadRule(bounds.least(), bounds.most());
    }

    /** @param looked told now, and after each look */
    void start(Runnable looked) {
        looked.run();
        var unused = looks.scheduleWithFixedDelay(
                () -> {
                    look();
                    looked.run();
                },
                LOOK_SECONDS,
                LOOK_SECONDS,
                TimeUnit.SECONDS);
    }

    private void look() {
        try {
            if (streams.state() != State.RUNNING) {
                return;
            }
            Look look = seen();
            switch (rule.look(look)) {
                case ADD -> {
                    LOG.info("One stream thread more: {}", look);
                    add();
                }
                case REMOVE -> {
                    LOG.info("One stream thread less: {}", look);
                    remove();
                }
                case STAY -> {
                    // It is as it should be.
                }
            }
        } catch (RuntimeException e) {
            // The number of threads is a matter of speed: the next look may have more luck.
            LOG.warn("The number of stream threads stays as it is: {}", e.getMessage(), e);
        }
    }

    /** One more. */
    void add() {
        var unused = streams.addStreamThread();
    }

    /** One less. */
    void remove() {
        var unused = streams.removeStreamThread(REMOVAL);
    }

    private Look seen() {
        int threads = Math.max(1, streams.metadataForLocalThreads().size());
        int partitions = streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.activeTasks().size())
                .sum();
        // Taken for none, what Kafka does not tell would keep the threads at their least, and nobody would know why.
        double work =
                figures.work().orElseThrow(() -> new IllegalStateException("Kafka does not tell how busy they are"));
        return new Look(threads, partitions, work / threads, figures.lag().orElse(0), idleCores());
    }

    private static double idleCores() {
        double load =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getCpuLoad();
        // Below zero: not known. Then no thread is added.
        return load < 0 ? 0 : (1 - load) * Runtime.getRuntime().availableProcessors();
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
