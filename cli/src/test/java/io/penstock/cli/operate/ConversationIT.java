package io.penstock.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.process.StopSignal;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.records.Command;
import io.penstock.records.Command.Lane;
import io.penstock.records.Topics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom commands go to, where a topic with changes has more partitions than tasks are divided among. */
class ConversationIT {
    private static final int WIDEST = 6;
    private static final int TASKS = 4;

    private final Topics topics = new Topics("shop");

    private EmbeddedBroker broker;
    private Conversation conversation;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        broker = EmbeddedBroker.start(folder, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(topics.commands(), WIDEST, (short) 1),
                            new NewTopic(topics.commandAnswers(), TASKS, (short) 1),
                            new NewTopic(topics.tasks(), TASKS, (short) 1)))
                    .all()
                    .get();
        }
        conversation = new Conversation(
                new KafkaAccess(Map.of("bootstrap.servers", broker.bootstrapServers())),
                topics,
                new StopSignal(),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        conversation.close();
        broker.close();
    }

    @Test
    void commandAboutALane_goesWhereItsTasksAre() throws Exception {
        try (KafkaProducer<byte[], byte[]> tasks = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int customer = 0; customer < 20; customer++) {
                String shardKey = "c" + customer;
                int owner = tasks.send(new ProducerRecord<>(topics.tasks(), shardKey.getBytes(UTF_8), new byte[0]))
                        .get()
                        .partition();
                Command release = new Command(
                        "release-" + shardKey,
                        Optional.empty(),
                        new Command.Release("invoice", new Lane.OfShardKey(shardKey)));

                assertThat(conversation.ask(release).silent()).as(shardKey).containsExactly(owner);
            }
        }
    }

    @Test
    void commandAboutAJob_goesEverywhere() {
        Command pause = new Command("pause", Optional.empty(), new Command.Pause("invoice", Optional.empty()));

        assertThat(conversation.ask(pause).silent()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }
}
