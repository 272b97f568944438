package io.penstock.connectors.sink;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.penstock.connectors.sink.Batch.Outgoing;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the connector's records to Kafka, each batch with the offset of its last record as one transaction: whoever goes on,
 * here or in another process, goes on right behind what readers see. Heartbeats alone make a transaction every few minutes.
 *
 * <p>Opening a sink puts an end to every other of the same source: see {@link Topics#engine}.
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

    /**
     * A heartbeat's offset is written no sooner than this after the one before. While nothing changes there is no
     * transaction then, and the point to go on from stays far younger than any oplog's reach.
     */
    private static final Duration OFFSET_AT_REST = Duration.ofMinutes(5);

    private final Transactions transactions;
    private final Admin admin;
    private final ChangeTopics topics;
    private final OversizedChange oversized;
    private final SourceOffsetRecord offsets;
    private final BatchWriter writer;
    private final String source;
    private final Route route;
    private final SinkListener listener;
    private final InstantSource clock;

    private final ReentrantLock turn = new ReentrantLock();
    private final SnapshotNews news = new SnapshotNews();
    private final ChunkOffsets chunks = new ChunkOffsets();
    /** Collections that were asked for and could not be read. */
    private final List<String> unread = new ArrayList<>();

    private Instant offsetWritten = Instant.EPOCH;
    private boolean snapshotEnds;
    private volatile boolean draining;
    private volatile boolean awaitingKafka;

    private ChangeSink(
            Settings settings,
            Transactions transactions,
            Admin admin,
            ChangeTopics topics,
            Route route,
            SinkListener listener,
            InstantSource clock) {
        Topics names = new Topics(settings.application());
        this.transactions = transactions;
        this.admin = admin;
        this.topics = topics;
        this.oversized = new OversizedChange(
                names.deadLetters(),
                settings.source().prefix(),
                settings.topics().maxRecordBytes(),
                clock);
        this.offsets = new SourceOffsetRecord(names.sourceOffsets(), settings.application());
        this.writer = new BatchWriter(transactions, oversized, offsets);
        this.source = settings.source().prefix();
        this.route = route;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Connects to Kafka, makes the topics that are known beforehand, and takes the source over.
     *
     * @param settings where Kafka is and how topics are made
     * @param route which topics there will be, and what goes nowhere
     * @param listener is told what becomes of the records
     * @param clock says when a change was seen that goes to the dead letters
     * @throws KafkaException if Kafka cannot be reached or refuses
     */
    public static ChangeSink open(Settings settings, Route route, SinkListener listener, InstantSource clock)
            throws InterruptedException {
        ProducerProperties properties = new ProducerProperties(settings);
        Admin admin = Admin.create(properties.forAdmin());
        try {
            ChangeTopics topics = new ChangeTopics(admin, settings);
            topics.prepare(route.changes());
            return new ChangeSink(settings, begun(properties), admin, topics, route, listener, clock);
        } catch (KafkaException | InterruptedException failed) {
            admin.close(Duration.ZERO);
            throw failed;
        }
    }

    private static Transactions begun(ProducerProperties properties) {
        Transactions transactions = new Transactions(
                new KafkaProducer<>(properties.forProducer(), new ByteArraySerializer(), new ByteArraySerializer()));
        try {
            transactions.begin();
            return transactions;
        } catch (KafkaException failed) {
            transactions.close();
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
            listener.heard(newestToken(events));
            awaitingKafka = true;
            Batch batch = write(batch(events));
            if (batch.last().isPresent()) {
                committer.markProcessed(batch.last().get().event());
            }
            committer.markBatchFinished();
            // Before it is told: who looks on must not find it waiting after it was told that it does not.
            awaitingKafka = false;
            listener.acknowledged();
            tell(batch);
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
     * Takes back how far the engine has read: the next one begins with a snapshot. To be called when nothing comes any more.
     *
     * @throws KafkaException if Kafka does not take it; then it has not happened
     */
    public void forget() throws InterruptedException {
        transactions.write(List.of(offsets.none(source)));
    }

    /**
     * Takes no more batches, and waits for the one at hand, which is committed or comes again when the engine starts anew.
     */
    public void drain(Duration patience) throws InterruptedException {
        draining = true;
        if (turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        transactions.close();
        admin.close(CLOSING);
    }

    private static Optional<String> newestToken(List<ChangeEvent<byte[], byte[]>> events) {
        // A transform of the user's own may have left nothing of the batch.
        return events.isEmpty()
                ? Optional.empty()
                : EngineRecord.of(events.get(events.size() - 1)).token();
    }

    private Batch batch(List<ChangeEvent<byte[], byte[]>> events) throws InterruptedException {
        Batch batch = new Batch(events.size());
        for (ChangeEvent<byte[], byte[]> event : events) {
            EngineRecord record = chunks.resumable(EngineRecord.of(event));
            switch (record.kind()) {
                case CHANGE -> {
                    if (route.signals(record.origin().topic())) {
                        batch.pass(record);
                    } else {
                        news.count(record);
                        batch.add(outgoing(record));
                    }
                }
                case HEARTBEAT -> {
                    if (record.endsStream()) {
                        batch.end(record);
                    } else {
                        batch.heartbeat(record);
                    }
                }
                case NOTIFICATION -> {
                    tell(record);
                    if (SnapshotNews.isOfFailure(record)) {
                        unread.add(SnapshotNews.collection(record));
                    }
                    notice(record, batch);
                    if (record.resumable()) {
                        batch.pass(record);
                    }
                }
            }
        }
        return batch;
    }

    /** For who watches a snapshot. */
    private void notice(EngineRecord notification, Batch batch) throws InterruptedException {
        Optional<ProducerRecord<byte[], byte[]>> notice = news.of(notification);
        if (notice.isPresent() && !oversized.concerns(notice.get())) {
            topics.ensure(notice.get().topic());
            batch.notice(notice.get());
        }
    }

    private Outgoing outgoing(EngineRecord change) throws InterruptedException {
        ProducerRecord<byte[], byte[]> record = change.toProducerRecord();
        if (oversized.concerns(record)) {
            return oversized.inPlaceOf(change, record);
        }
        topics.ensure(record.topic());
        return new Outgoing(change, record, Optional.empty());
    }

    /** Writes a batch; gives what was written, in which there may be more dead letters. */
    private Batch write(Batch batch) throws InterruptedException {
        Instant now = clock.instant();
        boolean offsetIsOld = Duration.between(offsetWritten, now).compareTo(OFFSET_AT_REST) > 0;
        if (!batch.hasNews() && !(offsetIsOld && batch.last().isPresent())) {
            return batch;
        }
        Batch written = writer.write(batch);
        if (batch.last().isPresent()) {
            offsetWritten = now;
        }
        return written;
    }

    private void tell(Batch batch) {
        batch.changes().stream()
                .filter(outgoing -> outgoing.deadLetter().isPresent())
                .map(Outgoing::record)
                .forEach(record -> listener.deadLetter(record.topic(), RecordSize.of(record)));
        if (!batch.changes().isEmpty()) {
            listener.delivered(batch.changes().size(), batch.bytes(), batch.newest());
        }
        if (snapshotEnds) {
            snapshotEnds = false;
            listener.snapshotEnded();
        }
        if (batch.endsStream()) {
            listener.streamEnded();
        }
        if (!unread.isEmpty()) {
            draining = true;
            listener.chunkFailed(List.copyOf(unread));
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
            // Told when Kafka has its last records, and the offset to go on from: only then is there no need for
            // another.
            case "COMPLETED", "SKIPPED" -> snapshotEnds = true;
            default -> {}
        }
    }
}
