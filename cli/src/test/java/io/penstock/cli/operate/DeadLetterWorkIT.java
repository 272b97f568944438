package io.penstock.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.records.Command;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.HeaderNames;
import io.penstock.records.Topics;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work on dead letters whose end is wished before it has come to it. */
class DeadLetterWorkIT {
    private static final int LETTERS = 3;

    private final Topics topics = new Topics("shop");

    @Test
    void workThatIsStopped_hasFailed_andSaysHowMuchIsLeft(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            KafkaAccess kafka = new KafkaAccess(Map.of("bootstrap.servers", broker.bootstrapServers()));
            fill(kafka);
            StopSignal stop = new StopSignal();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Surroundings surroundings = CommandRun.surroundings(new ByteArrayOutputStream(), err, stop);
            Selection selection = new Selection(
                    Set.of(),
                    Optional.of("invoice"),
                    Set.of(),
                    Optional.empty(),
                    new Selection.Span(Optional.empty(), Optional.empty()));

            int exitCode = new DeadLetterWork(kafka, topics, selection, Deed.DISCARD, surroundings)
                    .run(
                            false,
                            () -> {
                                // Which they are is known, and with the first of them nothing has been done.
                                stop.request();
                                return new Conversation(kafka, topics, stop, InstantSource.system());
                            },
                            request -> new Command("discard", Optional.empty(), request),
                            new DeadLetterWork.Pace(100, Duration.ofSeconds(10)));

            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString(UTF_8)).contains("Stopped before 3 dead letters were begun");
        }
    }

    private void fill(KafkaAccess kafka) throws Exception {
        try (Admin admin = kafka.admin();
                Producer<byte[], byte[]> producer = kafka.writer()) {
            admin.createTopics(List.of(
                            new NewTopic(topics.commands(), 1, (short) 1),
                            new NewTopic(topics.commandAnswers(), 1, (short) 1),
                            new NewTopic(topics.deadLetters(), 1, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < LETTERS; i++) {
                ProducerRecord<byte[], byte[]> letter =
                        new ProducerRecord<>(topics.deadLetters(), ("o-" + i).getBytes(UTF_8), "{}".getBytes(UTF_8));
                letter.headers()
                        .add(HeaderNames.JOB, "invoice".getBytes(UTF_8))
                        .add(HeaderNames.TASK_ID, ("o-" + i).getBytes(UTF_8))
                        .add(
                                HeaderNames.REASON,
                                DeadLetterReason.HANDLER_FAILED.text().getBytes(UTF_8));
                producer.send(letter).get();
            }
        }
    }
}
