package io.penstock.connectors.engine;

import io.penstock.connectors.sink.ChangeTopics;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Decides which of several engines of one source works: they are the members of a consumer group, and the one that gets the
 * only partition of the offsets' topic is elected. It stays so while it lives, whoever else comes.
 *
 * <p>That two believe to be elected at once cannot be excluded here (a process may stand still, and wake up later). It does no
 * harm: Kafka refuses what the older one sends, see {@link io.penstock.connectors.sink.ChangeSink}.
 *
 * <p>Threads: one of its own speaks with Kafka; all methods may be called by any.
 */
final class Election implements AutoCloseable, ConsumerRebalanceListener {
    /** Where a candidate stands. */
    enum Standing {
        /** It has not been decided yet. */
        CANDIDATE,
        ELECTED,
        /** Another is elected. */
        DEFEATED
    }

    /** Below the time after which Kafka takes a member for dead that does not come back. */
    private static final Duration POLL = Duration.ofMinutes(1);

    private static final Duration LEAVING = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition office;
    private final Runnable lost;
    private final Thread thread = new Thread(this::takePart, "penstock-engine-election");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Standing standing = Standing.CANDIDATE;
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean stepsBack;
    private boolean released;
    private boolean closing;

    private Election(Settings settings, Runnable lost) {
        this.office = new TopicPartition(new Topics(settings.application()).sourceOffsets(), 0);
        this.lost = lost;
        this.consumer =
                new KafkaConsumer<>(properties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        thread.setDaemon(true);
    }

    /**
     * Stands as a candidate.
     *
     * @param settings where Kafka is
     * @param lost is run by the election's thread when this candidate is no longer elected; must not wait
     * @throws KafkaException if Kafka cannot be reached or refuses
     */
    static Election enter(Settings settings, Runnable lost) throws InterruptedException {
        ChangeTopics.makeOffsets(settings);
        Election election = new Election(settings, lost);
        election.thread.start();
        return election;
    }

    private static Map<String, Object> properties(Settings settings) {
        Map<String, Object> properties = new HashMap<>();
        // As early as brokers allow by default: a successor begins within 15 s, and most of it is this wait.
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
        // A consumer that fetches nothing comes round once in this time, and so does its heartbeats' thread.
        properties.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 500);
        properties.putAll(settings.connections().kafka());
        String group =
                new Topics(settings.application()).engine(settings.source().prefix());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.application() + "-engine-election");
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // With any other, a candidate that comes takes the office away from the one who has it, for a moment.
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    Standing standing() {
        lock.lock();
        try {
            return standing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it stands otherwise, or until it is released, or until the patience is over.
     *
     * @throws RuntimeException if it cannot take part any more: Kafka's, or what a defect threw
     */
    Standing awaitOtherThan(Standing known, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (standing == known && failure.isEmpty() && !released && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
            return standing;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves, and comes again as the last: for who has been refused although it was elected. */
    void stepBack() {
        lock.lock();
        try {
            standing = Standing.CANDIDATE;
            stepsBack = true;
            consumer.wakeup();
        } finally {
            lock.unlock();
        }
    }

    /** Lets whoever waits here go on, now and later. */
    void release() {
        lock.lock();
        try {
            released = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves, so that another is elected at once. */
    @Override
    public void close() {
        release();
        lock.lock();
        try {
            closing = true;
            consumer.wakeup();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(2 * LEAVING.toMillis());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void takePart() {
        try {
            consumer.subscribe(List.of(office.topic()), this);
            while (!isClosing()) {
                if (stepsBackNow()) {
                    consumer.unsubscribe();
                    consumer.subscribe(List.of(office.topic()), this);
                }
                poll();
            }
        } catch (RuntimeException failed) {
            end(failed);
        } finally {
            consumer.close(CloseOptions.timeout(LEAVING));
        }
    }

    private void poll() {
        try {
            consumer.poll(POLL);
        } catch (WakeupException somethingElse) {
            // There is something else to do than to wait.
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private boolean stepsBackNow() {
        lock.lock();
        try {
            boolean now = stepsBack;
            stepsBack = false;
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
        // Nobody reads here: what is in the topic is for the offset store.
        consumer.pause(added);
        added.forEach(partition -> consumer.seek(partition, 0));
        become(consumer.assignment().contains(office) ? Standing.ELECTED : Standing.DEFEATED);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        if (!revoked.isEmpty()) {
            become(Standing.CANDIDATE);
            lost.run();
        }
    }

    private void end(RuntimeException failed) {
        lock.lock();
        try {
            failure = Optional.of(failed);
            standing = Standing.CANDIDATE;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        lost.run();
    }

    private void become(Standing next) {
        lock.lock();
        try {
            if (!stepsBack) {
                standing = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
