package io.penstock.connectors.results;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a topic into a MongoDB collection, on a thread of its own. It reads committed records, in a consumer group of its
 * own, and commits how far it is when a majority of the servers has what it has read: after a crash it writes some again, which
 * changes nothing. Several processes share the partitions.
 *
 * <p>While MongoDB or Kafka is away it tries again and again, and the records wait in their topic.
 */
public final class MongodbSink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MongodbSink.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long SHORTEST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final Duration LEAVING = Duration.ofSeconds(5);

    private final Settings settings;
    private final Copy copy;
    private final MongoClientSettings database;
    private final Runnable comesRound;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private final AtomicLong copied = new AtomicLong();
    private volatile boolean working;
    private volatile Optional<KafkaConsumer<byte[], byte[]>> consumer = Optional.empty();

    /**
     * Makes one; {@link #start} starts it.
     *
     * @param copy what is copied where
     * @param database where the collection is
     * @param comesRound told when it begins and whenever it comes round, by its own thread: once a minute at least
     */
    public MongodbSink(Settings settings, Copy copy, MongoClientSettings database, Runnable comesRound) {
        this.comesRound = comesRound;
        this.settings = settings;
        this.copy = copy;
        this.database = database;
        this.thread = new Thread(this::run, "penstock-" + copy.name());
    }

    /** Starts. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the last that it did went well. */
    public boolean isWorking() {
        return working;
    }

    /** How many records it has read and written down. */
    public long copied() {
        return copied.get();
    }

    private void run() {
        long pause = SHORTEST_PAUSE_MILLIS;
        while (stop.getCount() > 0) {
            comesRound.run();
            try (MongoClient client = MongoClients.create(database);
                    KafkaConsumer<byte[], byte[]> made = new KafkaConsumer<>(properties())) {
                consumer = Optional.of(made);
                made.subscribe(List.of(copy.topic()));
                ForwardWriter writer =
                        new ForwardWriter(client.getDatabase(copy.target().getDatabaseName())
                                .getCollection(copy.target().getCollectionName(), BsonDocument.class));
                while (stop.getCount() > 0) {
                    pause = round(made, writer) ? SHORTEST_PAUSE_MILLIS : paused(pause);
                }
            } catch (WakeupException stopped) {
                LOG.debug("Woken up to stop");
            } catch (RuntimeException failure) {
                // Whatever it is: a thread that ends unseen would copy nothing more.
                working = false;
                LOG.warn(
                        "Copying {} is interrupted, and begins again in {} ms: {}",
                        copy.name(),
                        pause,
                        failure.getMessage(),
                        failure);
                pause = paused(pause);
            } finally {
                consumer = Optional.empty();
            }
        }
        working = false;
    }

    /** Reads what is there and writes it down; false if MongoDB does not take it now. */
    private boolean round(KafkaConsumer<byte[], byte[]> from, ForwardWriter writer) {
        comesRound.run();
        ConsumerRecords<byte[], byte[]> records = from.poll(POLL);
        try {
            writer.write(newest(records));
        } catch (MongoException failure) {
            LOG.warn(
                    "MongoDB does not take {} for {}, which wait in {}: {}",
                    copy.name(),
                    copy.target(),
                    copy.topic(),
                    failure.getMessage());
            working = false;
            // They are read again; polling goes on meanwhile, so that the group does not give this member up.
            for (TopicPartition partition : records.partitions()) {
                from.seek(partition, records.records(partition).get(0).offset());
            }
            return false;
        }
        if (!records.isEmpty()) {
            // Either may take its time while what it asks is away.
            comesRound.run();
            from.commitSync();
            copied.addAndGet(records.count());
        }
        working = true;
        return true;
    }

    /** Of each id the newest. */
    private Collection<Entry> newest(ConsumerRecords<byte[], byte[]> records) {
        Map<BsonValue, Entry> byId = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> read : records) {
            copy.entries().apply(read).ifPresent(entry -> byId.merge(entry.id(), entry, Entry::newer));
        }
        return byId.values();
    }

    private long paused(long pause) {
        comesRound.run();
        try {
            boolean stopped = stop.await(pause, TimeUnit.MILLISECONDS);
            return stopped ? pause : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
            return pause;
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(settings.connections().kafka());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.application() + "-" + copy.name() + "-to-mongodb");
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.application() + "-" + copy.name() + "-to-mongodb");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    /** Stops, and waits a moment for what is under way. */
    @Override
    public void close() {
        stop.countDown();
        consumer.ifPresent(KafkaConsumer::wakeup);
        try {
            thread.join(LEAVING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
