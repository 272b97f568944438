package io.penstock.connectors.sink;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.penstock.connectors.sink.InFlightBatch.Sent;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the connector's records to Kafka and marks a batch as processed when Kafka has acknowledged all of it.
 *
 * <p>While the connector has more than one batch ready, the acknowledgements of one are awaited while the next is
 * already on its way. A batch that is not full is awaited at once, so that nothing stays unmarked on a quiet stream.
 *
 * <p>Threads: the engine calls {@link #handleBatch}; {@link #drain} may be called by any other.
 */
public final class ChangeSink implements ChangeConsumer<ChangeEvent<byte[], byte[]>>, AutoCloseable {
    /**
     * Where records go.
     *
     * @param changes the topics of the collections that are watched by name
     * @param signals the topic that the signal collection would have; its changes concern the connector alone
     */
    public record Route(List<String> changes, Optional<String> signals) {
        public Route {
            changes = List.copyOf(changes);
        }

        boolean signals(String topic) {
            return signals.isPresent() && signals.get().equals(topic);
        }
    }

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final ChangeTopics topics;
    private final OversizedChange oversized;
    private final Route route;
    private final SinkListener listener;
    private final int fullBatch;

    private final ReentrantLock turn = new ReentrantLock();
    private final Deque<InFlightBatch> unfinished = new ArrayDeque<>();
    private final SnapshotNews news = new SnapshotNews();
    private volatile boolean draining;
    private volatile boolean awaitingKafka;

    ChangeSink(
            Producer<byte[], byte[]> producer,
            Admin admin,
            ChangeTopics topics,
            OversizedChange oversized,
            Route route,
            SinkListener listener,
            int fullBatch) {
        this.producer = producer;
        this.admin = admin;
        this.topics = topics;
        this.oversized = oversized;
        this.route = route;
        this.listener = listener;
        this.fullBatch = fullBatch;
    }

    /**
     * Connects to Kafka and makes the topics that are known beforehand.
     *
     * @param settings where Kafka is and how topics are made
     * @param route which topics there will be, and what goes nowhere
     * @param listener is told what becomes of the records
     * @param fullBatch how many records a batch has when more are waiting
     * @param clock says when a change was seen that goes to the dead letters
     * @throws KafkaException if Kafka cannot be reached or refuses
     */
    public static ChangeSink open(
            Settings settings, Route route, SinkListener listener, int fullBatch, InstantSource clock)
            throws InterruptedException {
        ProducerProperties properties = new ProducerProperties(settings);
        Admin admin = Admin.create(properties.forAdmin());
        try {
            ChangeTopics topics = new ChangeTopics(admin, settings);
            topics.prepare(route.changes());
            OversizedChange oversized = new OversizedChange(
                    new Topics(settings.application()).deadLetters(),
                    settings.source().prefix(),
                    settings.topics().maxRecordBytes(),
                    clock);
            Producer<byte[], byte[]> producer =
                    new KafkaProducer<>(properties.forProducer(), new ByteArraySerializer(), new ByteArraySerializer());
            return new ChangeSink(producer, admin, topics, oversized, route, listener, fullBatch);
        } catch (KafkaException | InterruptedException failed) {
            admin.close(Duration.ZERO);
            throw failed;
        }
    }

    @Override
    public void handleBatch(
            List<ChangeEvent<byte[], byte[]>> events, RecordCommitter<ChangeEvent<byte[], byte[]>> committer)
            throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (draining) {
                return;
            }
            listener.heard();
            awaitingKafka = true;
            unfinished.add(send(events, committer));
            boolean more = events.size() >= fullBatch;
            if (!more) {
                producer.flush();
            }
            while (unfinished.size() > (more ? 1 : 0)) {
                finish(unfinished.element(), Long.MAX_VALUE);
                unfinished.remove();
            }
        } catch (TimeoutException never) {
            throw new IllegalStateException(never);
        } finally {
            awaitingKafka = false;
            turn.unlock();
        }
    }

    /** Waits until Kafka has acknowledged all that was taken, and marks it: for who is about to take nothing for a while. */
    void settle() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            awaitingKafka = true;
            producer.flush();
            while (!unfinished.isEmpty()) {
                finish(unfinished.element(), Long.MAX_VALUE);
                unfinished.remove();
            }
        } catch (TimeoutException never) {
            throw new IllegalStateException(never);
        } finally {
            awaitingKafka = false;
            turn.unlock();
        }
    }

    @Override
    public boolean supportsTombstoneEvents() {
        return true;
    }

    /** Whether the sink is waiting for Kafka at this moment. */
    public boolean awaitingKafka() {
        return awaitingKafka;
    }

    /**
     * Takes no more batches, and marks as processed what Kafka acknowledges in time. The rest comes again when the
     * engine starts anew.
     */
    public void drain(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        draining = true;
        if (!turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return;
        }
        try {
            while (!unfinished.isEmpty()) {
                finish(unfinished.element(), deadline - System.nanoTime());
                unfinished.remove();
            }
        } catch (TimeoutException | KafkaException notNow) {
            unfinished.clear();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        producer.close(CLOSING);
        admin.close(CLOSING);
    }

    private InFlightBatch send(
            List<ChangeEvent<byte[], byte[]>> events, RecordCommitter<ChangeEvent<byte[], byte[]>> committer)
            throws InterruptedException {
        InFlightBatch batch = new InFlightBatch(committer, events.size());
        for (ChangeEvent<byte[], byte[]> event : events) {
            EngineRecord record = EngineRecord.of(event);
            switch (record.kind()) {
                case CHANGE -> {
                    if (route.signals(record.origin().topic())) {
                        batch.pass(record);
                    } else {
                        news.count(record);
                        batch.add(send(record));
                    }
                }
                case HEARTBEAT -> batch.pass(record);
                case NOTIFICATION -> {
                    tell(record);
                    spread(record);
                    if (record.resumable()) {
                        batch.pass(record);
                    }
                }
            }
        }
        return batch;
    }

    /** For who watches a snapshot: nothing waits for it, and nothing fails with it. */
    private void spread(EngineRecord notification) throws InterruptedException {
        Optional<ProducerRecord<byte[], byte[]>> record = news.of(notification);
        if (record.isPresent() && !oversized.concerns(record.get())) {
            topics.ensure(record.get().topic());
            Future<RecordMetadata> unused = producer.send(record.get());
        }
    }

    private Sent send(EngineRecord change) throws InterruptedException {
        ProducerRecord<byte[], byte[]> record = change.toProducerRecord();
        if (oversized.concerns(record)) {
            return new Sent(change, record, sendDeadLetter(change, record));
        }
        topics.ensure(record.topic());
        Future<RecordMetadata> sent = producer.send(record);
        if (sent.isDone()) {
            // While Kafka is away each send would block as long as max.block.ms only to fail: the first is enough.
            acknowledged(sent);
        }
        return new Sent(change, record, sent);
    }

    private Future<RecordMetadata> sendDeadLetter(EngineRecord change, ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> sent = producer.send(oversized.deadLetter(change, record));
        listener.deadLetter(record.topic(), RecordSize.of(record));
        return sent;
    }

    private void finish(InFlightBatch batch, long nanos) throws InterruptedException, TimeoutException {
        long deadline = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
        for (Sent sent : batch.sent()) {
            if (!acknowledged(sent.acknowledgement(), deadline)
                    && !acknowledged(sendDeadLetter(sent.change(), sent.record()), deadline)) {
                throw new KafkaException("The topic of the dead letters takes less than topics.max-record-bytes says:"
                        + " raise its max.message.bytes, or lower topics.max-record-bytes.");
            }
        }
        batch.markProcessed();
        if (!batch.sent().isEmpty()) {
            listener.delivered(batch.sent().size(), batch.bytes(), batch.newest());
        }
    }

    private static void acknowledged(Future<RecordMetadata> done) throws InterruptedException {
        try {
            acknowledged(done, Long.MAX_VALUE);
        } catch (TimeoutException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Awaits an acknowledgement; false if the topic takes less than the settings say, as one made by others may. */
    private static boolean acknowledged(Future<RecordMetadata> sent, long deadline)
            throws InterruptedException, TimeoutException {
        try {
            if (deadline == Long.MAX_VALUE) {
                sent.get();
            } else {
                sent.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw new KafkaException("Kafka did not take a change.", failed.getCause());
        }
    }

    private void tell(EngineRecord notification) {
        if (notification
                .notification("aggregate_type")
                .filter("Initial Snapshot"::equals)
                .isEmpty()) {
            return;
        }
        switch (notification.notification("type").orElse("")) {
            case "STARTED" -> listener.snapshotStarted();
            case "COMPLETED", "SKIPPED" -> listener.snapshotEnded();
            default -> {}
        }
    }
}
