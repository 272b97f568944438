package io.penstock.processor.stream;

import io.penstock.records.Instance;
import io.penstock.settings.ProcessingSettings.Commit;
import io.penstock.settings.ProcessingSettings.Threads;
import io.penstock.settings.Settings;
import io.penstock.settings.TopicSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The configuration of Kafka Streams: sound defaults, over them what the user says, over that what must be. */
final class StreamsProperties {
    private static final int BUFFER_BYTES = 64 * 1024 * 1024;

    private StreamsProperties() {}

    static Properties of(Settings settings, StreamsClient.Site site, RocksMemory memory, int generation) {
        Map<String, Object> said = new HashMap<>(settings.connections().kafka());
        said.putAll(settings.connections().streams());
        Map<String, Object> properties = new HashMap<>(defaults(settings));
        properties.keySet().removeIf(name -> hides(name, said.keySet()));
        properties.putAll(ChangelogProperties.of(settings));
        minInSync(settings)
                .ifPresent(count -> properties.put(StreamsConfig.topicPrefix(TopicSettings.MIN_IN_SYNC), count));
        properties.putAll(said);
        properties.putAll(required(settings, memory));
        site.address().ifPresent(where -> {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, where);
            // Commands find the process by what the group's coordinator says of its members.
            properties.put(StreamsConfig.CLIENT_ID_CONFIG, new Instance(settings.application(), where).clientId());
        });
        // Stores of the layout before have the same names, and offsets into topics that are gone.
        Path state = generation > 0 ? site.state().resolve("layout-" + generation) : site.state();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        Properties result = new Properties();
        result.putAll(properties);
        return result;
    }

    /** In Kafka Streams the longer prefix wins: a default of ours would hide what the user sets with a shorter one. */
    private static boolean hides(String name, Set<String> said) {
        if (name.startsWith(StreamsConfig.MAIN_CONSUMER_PREFIX)) {
            String bare = name.substring(StreamsConfig.MAIN_CONSUMER_PREFIX.length());
            return said.contains(bare) || said.contains(StreamsConfig.consumerPrefix(bare));
        }
        return Stream.of(StreamsConfig.CONSUMER_PREFIX, StreamsConfig.PRODUCER_PREFIX)
                .anyMatch(prefix -> name.startsWith(prefix) && said.contains(name.substring(prefix.length())));
    }

    /** Whether there may be more than one stream thread. */
    static boolean severalThreads(Properties properties, Settings settings) {
        String configured = String.valueOf(properties.get(StreamsConfig.NUM_STREAM_THREADS_CONFIG));
        return !configured.equals("1")
                || settings.processing().dispatch().threads().isPresent();
    }

    private static Map<String, Object> defaults(Settings settings) {
        int record = settings.topics().maxRecordBytes();
        return Map.ofEntries(
                Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
                Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitMillis(settings)),
                Map.entry(StreamsConfig.POLL_MS_CONFIG, 20),
                Map.entry(
                        StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                        settings.processing()
                                .dispatch()
                                .threads()
                                .map(Threads::least)
                                .orElse(1)),
                // Tasks never wait for other partitions to buffer: ordering is per document. It also avoids a log
                // string that Kafka Streams builds for each record.
                Map.entry(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED),
                // A new instance receives its tasks once its warm-up replicas have caught up: Kafka Streams probes for
                // that every minute instead of every ten, with up to six warm-ups at once instead of two.
                Map.entry(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000),
                Map.entry(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, 6),
                Map.entry(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int)
                        settings.topics().replication()),
                // No record cache: its locking and sorting cost more than the writes that it saves (see RecentRows).
                Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0),
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest"),
                // A killed process is detected after 10 s instead of Kafka's 45 s.
                Map.entry(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000),
                // Heartbeats are how members learn of a rebalance, twice per move, and lanes stand still until then.
                Map.entry(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000),
                // Also the interval at which the heartbeat thread wakes up, even when idle.
                Map.entry(StreamsConfig.mainConsumerPrefix(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG), 250),
                // Changes are written in transactions. Exactly-once reads so of itself, at-least-once has to be told.
                Map.entry(StreamsConfig.mainConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed"),
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), BUFFER_BYTES),
                // More than Kafka Streams buffers of a partition (1,000): it pauses the partition, and the next poll
                // gives another's. With fewer, partitions are processed one after another, and a hot lane in the last
                // of
                // them starts seconds late. Far more would lie on the heap for a second, and be copied by each
                // collection.
                Map.entry(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2_000),
                // An idle broker answers a fetch once a second, at once when records arrive. The price: an idle
                // consumer that closes, or is assigned another partition, waits for that answer.
                Map.entry(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 1_000),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), lingerMillis(settings)),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), (long)
                        Math.max(BUFFER_BYTES, 2 * record)),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), record),
                Map.entry(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Integer.toString(record)));
    }

    /**
     * Under at-least-once a record can be read as soon as it is sent, so each of its two hops waits this long. Under exactly-once
     * it can be read once it is committed, and a commit sends all there is: sending before saves the commit some bytes, and
     * costs a request.
     */
    private static int lingerMillis(Settings settings) {
        return settings.connections().atLeastOnce() ? 5 : 30;
    }

    private static long commitMillis(Settings settings) {
        return settings.processing().dispatch().commit() instanceof Commit.Fixed fixed
                ? fixed.interval().toMillis()
                : 100;
    }

    /** As many as of our own topics; nothing where the cluster says how many replicas there are. */
    private static Optional<String> minInSync(Settings settings) {
        String replicas = settings.connections()
                .streams()
                .getOrDefault(
                        StreamsConfig.REPLICATION_FACTOR_CONFIG,
                        Integer.toString(settings.topics().replication()));
        return Optional.of(replicas.trim())
                // What is no number goes to Kafka as it is, which says so.
                .filter(text -> text.matches("[1-9]\\d{0,4}"))
                .map(Integer::parseInt)
                .map(TopicSettings::minInSync);
    }

    private static Map<String, Object> required(Settings settings, RocksMemory memory) {
        return Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                settings.application(),
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                RocksConfig.class,
                RocksConfig.MEMORY,
                memory,
                // Tasks on their way wait for their processor, however many they are; a cluster may limit sizes.
                StreamsConfig.topicPrefix(TopicConfig.RETENTION_BYTES_CONFIG),
                "-1",
                // Checked while the topology is built, see TaskTopology; here for those who read the client's
                // configuration.
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                true);
    }
}
