package io.penstock.processor.registry;

import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Stage;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which jobs are being seeded: looked after while there are any, and never again, for a job begins to be seeded only while no
 * process works. Any thread may ask.
 */
public final class Seeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Settings settings;
    private final Set<String> jobs;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "penstock-seeds");
        thread.setDaemon(true);
        return thread;
    });

    /** Those of a register. */
    public Seeds(Settings settings, Register register) {
        this.settings = settings;
        this.jobs = ConcurrentHashMap.newKeySet();
        jobs.addAll(seeding(register));
    }

    /** Begins to look after them. */
    public void start() {
        if (jobs.isEmpty()) {
            looks.shutdown();
        } else {
            looks.execute(this::look);
        }
    }

    /** Whether what a snapshot reads is to be recorded as known for this job. */
    public boolean contains(String job) {
        return jobs.contains(job);
    }

    private void look() {
        try (JobsTopic topic = new JobsTopic(settings)) {
            while (!looks.isShutdown()) {
                jobs.retainAll(seeding(topic.read()));
                if (jobs.isEmpty()) {
                    looks.shutdown();
                } else {
                    TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            LOG.warn("Whether jobs are still being seeded cannot be read; it is tried again.", e);
            if (!looks.isShutdown()) {
                var unused = looks.schedule(this::look, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private static Set<String> seeding(Register register) {
        return register.jobs().values().stream()
                .filter(job -> job.is(Stage.SEEDING))
                .map(Job::name)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
