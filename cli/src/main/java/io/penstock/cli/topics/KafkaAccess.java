package io.penstock.cli.topics;

import io.penstock.cli.process.CommandFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clients of a Kafka cluster, and what their failures mean to people. */
public final class KafkaAccess {
    /** How long Kafka may take to answer: so long does a user wait who named the wrong address, and said nothing else. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String ONE_ANSWER = "request.timeout.ms";
    private static final String ALL_OF_THEM = "default.api.timeout.ms";

    private static final Duration AT_ONCE = Duration.ofMillis(20);

    private static final int HELPING = 10_000;
    private static final int HELPING_BYTES = 8 * 1024 * 1024;
    private static final int LARGEST = 512 * 1024 * 1024;

    private final Map<String, String> properties;
    private final String address;
    private final Duration request;
    private final Duration patience;

    /**
     * Access to a cluster.
     *
     * @param properties of any Kafka client, {@code bootstrap.servers} among them
     */
    public KafkaAccess(Map<String, String> properties) {
        this.properties = Map.copyOf(properties);
        this.address = properties.getOrDefault("bootstrap.servers", "");
        Optional<Duration> said = millis(ALL_OF_THEM);
        // Kafka's clients refuse one that is longer than the other.
        this.request = millis(ONE_ANSWER).orElseGet(() -> least(PATIENCE, said.orElse(PATIENCE)));
        this.patience = said.orElse(request.compareTo(PATIENCE) > 0 ? request : PATIENCE);
    }

    /** Where the cluster is. */
    public String address() {
        return address;
    }

    /** A client that administers. */
    public Admin admin() {
        try {
            return Admin.create(client());
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /**
     * The client ids of the members of a consumer group; the asking leaves no trace.
     *
     * @throws CommandFailure if Kafka does not answer
     */
    public List<String> members(String group) {
        try (Admin admin = admin()) {
            return members(admin, group);
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private static List<String> members(Admin admin, String group) {
        try {
            return answer(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
                    .flatMap(described -> described.members().stream())
                    .map(MemberDescription::clientId)
                    .toList();
        } catch (GroupIdNotFoundException none) {
            return membersOfStreams(admin, group);
        }
    }

    /** With {@code group.protocol: streams} a group is of another kind, and is not found among the consumers'. */
    private static List<String> membersOfStreams(Admin admin, String group) {
        try {
            return answer(admin.describeStreamsGroups(List.of(group)).all()).values().stream()
                    .flatMap(described -> described.members().stream())
                    .map(StreamsGroupMemberDescription::clientId)
                    .toList();
        } catch (GroupIdNotFoundException | UnsupportedVersionException none) {
            return List.of();
        }
    }

    /** A consumer for a moment: it sees committed records only, joins no group and commits nothing. */
    public KafkaConsumer<byte[], byte[]> reader() {
        return reader(AT_ONCE);
    }

    /**
     * A consumer that sees committed records only, joins no group and commits nothing.
     *
     * @param pause how long the broker waits for something to come before it answers; a consumer that closes waits for that
     *     answer, too
     */
    KafkaConsumer<byte[], byte[]> reader(Duration pause) {
        Map<String, Object> reader = client();
        reader.remove("group.id");
        reader.put("isolation.level", "read_committed");
        reader.put("enable.auto.commit", "false");
        reader.put("allow.auto.create.topics", "false");
        reader.put("fetch.max.wait.ms", Long.toString(pause.toMillis()));
        // Somebody waits for all of it: fewer and larger helpings.
        reader.put("max.poll.records", Integer.toString(HELPING));
        reader.put("max.partition.fetch.bytes", Integer.toString(HELPING_BYTES));
        try {
            return new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /** A producer whose records are where they belong, once each, when it says so. */
    public KafkaProducer<byte[], byte[]> writer() {
        Map<String, Object> writer = client();
        writer.remove("transactional.id");
        writer.put("acks", "all");
        writer.put("enable.idempotence", "true");
        writer.put("linger.ms", "0");
        // The topic has a limit of its own.
        writer.put("max.request.size", Integer.toString(LARGEST));
        writer.put("buffer.memory", Integer.toString(LARGEST));
        writer.put("max.block.ms", Long.toString(patience.toMillis()));
        writer.put("delivery.timeout.ms", Long.toString(request.plus(patience).toMillis()));
        try {
            return new KafkaProducer<>(writer, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(properties);
        client.putIfAbsent(ALL_OF_THEM, Long.toString(patience.toMillis()));
        client.putIfAbsent(ONE_ANSWER, Long.toString(request.toMillis()));
        return client;
    }

    private Optional<Duration> millis(String property) {
        return Optional.ofNullable(properties.get(property))
                // What is no number goes to Kafka as it is, which says so.
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofMillis(Long.parseLong(text)));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What an admin client answered. */
    public static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    /** What a client's failure means to a user. */
    public CommandFailure failure(KafkaException e) {
        if (e instanceof TimeoutException) {
            return CommandFailure.failed(
                    "No Kafka broker answers at " + address + " (within " + patience.toSeconds()
                            + " s). Is it running, and is the address right?",
                    e);
        }
        if (e instanceof AuthenticationException || e instanceof AuthorizationException) {
            return CommandFailure.failed(
                    "Kafka at " + address + " refuses access (" + e.getMessage()
                            + "). Name a configuration file whose 'kafka' section has the credentials with --config.",
                    e);
        }
        String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        return CommandFailure.failed("Kafka at " + address + " cannot be asked: " + reason, e);
    }
}
