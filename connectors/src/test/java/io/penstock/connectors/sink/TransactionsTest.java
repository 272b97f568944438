package io.penstock.connectors.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    private static final List<ProducerRecord<byte[], byte[]>> CHANGES =
            List.of(new ProducerRecord<>("cdc.shop.orders", "change".getBytes(UTF_8)));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Transactions transactions = new Transactions(producer);

    @Test
    void should_leave_no_transaction_open_when_kafka_refuses() throws Exception {
        transactions.begin();
        producer.commitTransactionException = new TopicAuthorizationException("no right");

        assertThatThrownBy(() -> transactions.write(CHANGES))
                .isInstanceOf(KafkaException.class)
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);

        assertThat(producer.transactionAborted()).isTrue();
    }

    @Test
    void should_tell_what_went_wrong_first_when_the_transaction_cannot_be_given_up_either() throws Exception {
        transactions.begin();
        producer.commitTransactionException = new TopicAuthorizationException("no right");
        producer.abortTransactionException = new KafkaException("nor this");

        assertThatThrownBy(() -> transactions.write(CHANGES))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class)
                .satisfies(failed -> assertThat(failed.getSuppressed()).hasSize(1));
    }

    @Test
    void should_not_wait_for_a_kafka_that_is_away() throws Exception {
        transactions.begin();
        producer.commitTransactionException = new TimeoutException("no answer");

        assertThatThrownBy(() -> transactions.write(CHANGES)).hasRootCauseInstanceOf(TimeoutException.class);

        assertThat(producer.transactionInFlight()).isTrue();
    }
}
