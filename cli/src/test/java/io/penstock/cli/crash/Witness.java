package io.penstock.cli.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.crash.TransactionLog.Transaction;
import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import io.penstock.records.ResumeToken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ConditionTimeoutException;

/** Looks from outside at what a kill can hit: open transactions, and changes whose offset the engine has not stored. */
public final class Witness {
    private static final Pattern SECONDS = Pattern.compile("\"sec\":(\\d+)");
    private static final Pattern ORDINAL = Pattern.compile("\"ord\":(-?\\d+)");
    private static final Duration POLL = Duration.ofMillis(300);

    private final Map<String, Object> kafka;

    /**
     * @param bootstrapServers the broker's address
     */
    public Witness(String bootstrapServers) {
        this.kafka = Map.of("bootstrap.servers", bootstrapServers, "request.timeout.ms", 5_000);
    }

    /**
     * Has a process stand still in the midst of a transaction. It is looked at while it stands: what it has open then stays
     * open, however long this machine takes to look and to go on. It may be in vain: whether a kill has hit one, only the
     * {@link TransactionLog} says.
     *
     * @param which tells which transactions are the process's
     */
    public void stopInTransaction(ChildProcess process, Predicate<Transaction> which, Duration patience) {
        try (Admin admin = Admin.create(kafka)) {
            await("a transaction")
                    .atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> standsInTransaction(admin, process, which));
        } catch (ConditionTimeoutException none) {
            // The process goes on.
        }
    }

    private static boolean standsInTransaction(Admin admin, ChildProcess process, Predicate<Transaction> which) {
        if (!transactionOpen(admin, which)) {
            return false;
        }
        if (process.pause() && transactionOpen(admin, which)) {
            return true;
        }
        process.resume();
        return false;
    }

    /** One that is being committed ends without its process: it is not open any more. */
    private static boolean transactionOpen(Admin admin, Predicate<Transaction> which) {
        try {
            List<String> ids = admin
                    .listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                    .all()
                    .get()
                    .stream()
                    .map(TransactionListing::transactionalId)
                    .toList();
            return admin.describeTransactions(ids).all().get().entrySet().stream()
                    .filter(described -> described.getValue().state() == TransactionState.ONGOING)
                    .map(described -> new Transaction(
                            described.getKey(),
                            Instant.ofEpochMilli(described
                                    .getValue()
                                    .transactionStartTimeMs()
                                    .orElse(0)),
                            Optional.empty()))
                    .anyMatch(which);
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Whether Kafka has changes of this topic beyond the offset that the engine has stored: they are told again when it
     * comes back. During a snapshot nothing is stored that counts.
     */
    public boolean changesBeyondStoredOffset(String topic, String offsetsTopic) {
        Optional<Long> newest = newest(topic).map(Witness::position);
        Optional<Long> stored = newest(offsetsTopic).flatMap(Witness::stored);
        return newest.isPresent()
                && stored.map(time -> Long.compareUnsigned(time, newest.get()) < 0)
                        .orElse(true);
    }

    /** Whether the offset that the engine has stored is older than a time of the database: changes up to it are to be told. */
    public boolean storedOffsetBefore(String offsetsTopic, long clusterTime) {
        return newest(offsetsTopic)
                .flatMap(Witness::stored)
                .map(time -> Long.compareUnsigned(time, clusterTime) < 0)
                .orElse(true);
    }

    private Optional<ConsumerRecord<byte[], byte[]>> newest(String topic) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Optional<ConsumerRecord<byte[], byte[]>> newest = Optional.empty();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                long last = ends.getOrDefault(partition, 0L) - 1;
                if (last >= 0) {
                    consumer.assign(List.of(partition));
                    consumer.seek(partition, Math.max(0, last - 20));
                    while (consumer.position(partition) <= last) {
                        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                            boolean newer = newest.isEmpty() || position(record) >= position(newest.get());
                            newest = record.value() != null && newer ? Optional.of(record) : newest;
                        }
                    }
                }
            }
            return newest;
        }
    }

    private static long position(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(HeaderNames.POSITION);
        return header == null
                ? 0
                : PositionHeader.decode(header.value())
                        .flatMap(ResumeToken::parse)
                        .map(ResumeToken::clusterTime)
                        .orElse(0L);
    }

    private static Optional<Long> stored(ConsumerRecord<byte[], byte[]> record) {
        String offset = new String(record.value(), UTF_8);
        Matcher seconds = SECONDS.matcher(offset);
        Matcher ordinal = ORDINAL.matcher(offset);
        return seconds.find() && ordinal.find() && !offset.contains("\"initsync\"")
                ? Optional.of((Long.parseLong(seconds.group(1)) << Integer.SIZE)
                        | Math.max(0, Long.parseLong(ordinal.group(1))))
                : Optional.empty();
    }
}
