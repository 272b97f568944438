package io.penstock.cli.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import io.penstock.records.ResumeToken;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
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

/** Looks from outside at what a kill hits: open transactions, and changes whose offset the engine has not stored. */
public final class Witness {
    private static final Pattern SECONDS = Pattern.compile("\"sec\":(\\d+)");
    private static final Pattern ORDINAL = Pattern.compile("\"ord\":(-?\\d+)");
    private static final Duration POLL = Duration.ofMillis(300);

    private static final Set<TransactionState> OPEN =
            EnumSet.of(TransactionState.ONGOING, TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT);

    private final Map<String, Object> kafka;

    /**
     * @param bootstrapServers the broker's address
     */
    public Witness(String bootstrapServers) {
        this.kafka = Map.of("bootstrap.servers", bootstrapServers, "request.timeout.ms", 5_000);
    }

    /**
     * Whether a process has a transaction open at this moment.
     *
     * @param whose tells by the transactional id
     */
    public boolean transactionOpen(Predicate<String> whose) {
        try (Admin admin = Admin.create(kafka)) {
            return transactionOpen(admin, OPEN, whose);
        }
    }

    /**
     * Waits until anybody has a transaction open and does something at once: a transaction lasts for some hundredths of a
     * second.
     */
    public void onceTransactionOpen(Duration patience, Runnable then) {
        try (Admin admin = Admin.create(kafka)) {
            await("an open transaction")
                    .atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> transactionOpen(admin, OPEN, id -> true));
            then.run();
        }
    }

    /**
     * Has a process stand still in the midst of a transaction. It is looked at while it stands: what it has open then stays
     * open, however long this machine takes to look and to go on.
     *
     * @param whose tells by the transactional id
     */
    public void stopInTransaction(ChildProcess process, Predicate<String> whose, Duration patience) {
        try (Admin admin = Admin.create(kafka)) {
            await(process.name() + " in a transaction")
                    .atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        if (!transactionOpen(admin, OPEN, whose)) {
                            return false;
                        }
                        // One that is being committed ends without its process.
                        if (process.pause() && transactionOpen(admin, EnumSet.of(TransactionState.ONGOING), whose)) {
                            return true;
                        }
                        process.resume();
                        return false;
                    });
        }
    }

    private static boolean transactionOpen(Admin admin, Set<TransactionState> states, Predicate<String> whose) {
        try {
            Collection<TransactionListing> listings = admin.listTransactions(
                            new ListTransactionsOptions().filterStates(states))
                    .all()
                    .get();
            return listings.stream().map(TransactionListing::transactionalId).anyMatch(whose);
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
