package io.penstock.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final String TOPIC = "river";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Path data;

    EmbeddedBrokerIT(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void close_andStartAgain_keepsDataAndPort() throws Exception {
        String address;
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            address = broker.bootstrapServers();
            createTopic(address);
            send(address, "a", "b");
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(EmbeddedBroker.lastAddress(data)).contains(address);
            send(address, "c");
            assertThat(read(address, 3)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void kill9_losesNothingThatWasAcknowledged() throws Exception {
        String address;
        try (BrokerProcess broker = BrokerProcess.start(data)) {
            address = broker.bootstrapServers();
            createTopic(address);
            send(address, "a", "b");
            try (KafkaProducer<String, String> producer = transactionalProducer(address)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "never committed")).get();
                broker.kill();
                producer.close(Duration.ZERO);
            }
        }

        try (BrokerProcess broker = BrokerProcess.start(data)) {
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            sendInTransaction(address, "c");
            assertThat(read(address, 3)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void transaction_isSeenWhenItIsCommitted() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            String address = broker.bootstrapServers();
            createTopic(address);
            try (KafkaProducer<String, String> producer = transactionalProducer(address)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "aborted")).get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "committed")).get();
                producer.commitTransaction();
            }

            assertThat(read(address, 1)).containsExactly("committed");
        }
    }

    @Test
    void start_onADirectoryInUse_isRefused() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(data)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(data, 0))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("in use by another broker (process ");
            createTopic(broker.bootstrapServers());
        }
    }

    @Test
    void start_onADirectoryInUseByThisProcess_isRefused() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(data, 0)).isInstanceOf(BrokerStartException.class);
            broker.close();
        }
        EmbeddedBroker.start(data, 0).close();
    }

    @Test
    void start_onAPortThatIsTaken_isRefusedAndFreesTheDirectory() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(data, taken.getLocalPort()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("is taken");
        }
        EmbeddedBroker.start(data, 0).close();
    }

    @Test
    void start_whenThePortOfBeforeIsTaken_takesAnother() throws Exception {
        int before;
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            before = broker.port();
        }
        try (ServerSocket taken = new ServerSocket(before, 1, LOOPBACK);
                EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            assertThat(broker.port()).isNotEqualTo(taken.getLocalPort());
            createTopic(broker.bootstrapServers());
        }
    }

    @Test
    void nobodyElse_reachesIt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            Set<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toSet());
            // Where there is no other interface: on Linux all of 127.0.0.0/8 is this machine.
            others.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
            others.remove(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            assertThat(others).noneMatch(address -> answers(address, broker.port()));
            createTopic(broker.bootstrapServers());
        }
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void topics_areNotMadeByAskingForThem() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
                Admin admin = Admin.create(client(broker.bootstrapServers()))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("misspelt"))
                            .allTopicNames()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    private static Map<String, Object> client(String address) {
        return Map.of("bootstrap.servers", address);
    }

    private static void createTopic(String address) throws Exception {
        try (Admin admin = Admin.create(client(address))) {
            // A controller that stood still for seconds takes its broker for dead, until it hears of it again.
            await().atMost(PATIENCE)
                    .ignoreExceptionsMatching(failed -> failed.getCause() instanceof InvalidReplicationFactorException)
                    .until(() -> {
                        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                                .all()
                                .get();
                        return true;
                    });
        }
    }

    private static void send(String address, String... values) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client(address), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, value)).get();
            }
        }
    }

    private static KafkaProducer<String, String> transactionalProducer(String address) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", address, "transactional.id", "sluice"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void sendInTransaction(String address, String value) throws Exception {
        try (KafkaProducer<String, String> producer = transactionalProducer(address)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
            producer.commitTransaction();
        }
    }

    /** Reads as many committed records as are expected, and what comes with them. */
    private static List<String> read(String address, int count) {
        Map<String, Object> properties = Map.of("bootstrap.servers", address, "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (values.size() < count && System.nanoTime() - deadline < 0) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
