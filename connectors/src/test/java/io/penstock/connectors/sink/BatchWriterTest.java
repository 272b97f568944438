package io.penstock.connectors.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.connectors.sink.Batch.Outgoing;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a batch some of which Kafka does not take. */
class BatchWriterTest {
    private static final String OFFSETS = "app.source-offsets";
    private static final String CHANGES = "cdc.shop.orders";
    private static final String LETTERS = "app.dead-letters";
    /** Of each topic. */
    private static final int LIMIT = 1_000;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                private int begun;

                @Override
                public void beginTransaction() {
                    begun++;
                    if (begun > 10) {
                        throw new IllegalStateException("It tries the same again and again.");
                    }
                    super.beginTransaction();
                }

                @Override
                public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                    boolean refused = !record.topic().equals(LETTERS) && RecordSize.of(record) > LIMIT;
                    return refused
                            ? CompletableFuture.failedFuture(new RecordTooLargeException("too large"))
                            : super.send(record);
                }
            };
    private final Transactions transactions = new Transactions(producer);

    @BeforeEach
    void begin() {
        transactions.begin();
    }

    @Test
    void should_say_what_to_do_when_kafka_does_not_take_the_offset() throws Exception {
        Batch batch = batch(change(10, "token".repeat(300)));

        assertThatThrownBy(() -> writer(10_000).write(batch))
                .isInstanceOf(OffsetTooLargeException.class)
                .hasMessageContaining(OFFSETS)
                .hasMessageContaining("--add-config max.message.bytes=25")
                .hasMessageNotContaining("max-record-bytes");
        assertThat(producer.transactionInFlight()).isFalse();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void should_say_so_too_when_the_engine_itself_would_not_send_it() {
        Batch batch = batch(change(10, "token".repeat(300)));

        assertThatThrownBy(() -> writer(1_200).write(batch))
                .isInstanceOf(OffsetTooLargeException.class)
                .hasMessageContaining("Raise topics.max-record-bytes to 15");
    }

    @Test
    void should_make_a_dead_letter_of_a_change_that_its_topic_does_not_take() throws Exception {
        Batch written = writer(10_000).write(batch(change(2_000, "token")));

        assertThat(written.changes()).hasSize(1).allMatch(it -> it.deadLetter().isPresent());
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly(LETTERS, OFFSETS);
    }

    private BatchWriter writer(int maxRecordBytes) {
        return new BatchWriter(
                transactions,
                new OversizedChange(LETTERS, "cdc", maxRecordBytes, InstantSource.system()),
                new SourceOffsetRecord(OFFSETS, "app"));
    }

    private static Batch batch(EngineRecord change) {
        Batch batch = new Batch(1);
        batch.add(new Outgoing(
                change,
                new ProducerRecord<>(
                        CHANGES, new byte[2], new byte[((byte[]) change.origin().value()).length]),
                Optional.empty()));
        return batch;
    }

    private static EngineRecord change(int bytes, String token) {
        SourceRecord origin = new SourceRecord(
                Map.of("server_id", "cdc"), Map.of("resume_token", token), CHANGES, null, null, null, new byte[bytes]);
        return new EngineRecord(new EmptyEvent(CHANGES), origin);
    }
}
