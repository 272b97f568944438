package io.penstock.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPurposesTest {
    private final TopicPurposes purposes = new TopicPurposes(new Topics("billing"), "mongo", "mongo-signal");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            billing.results | results
            billing.dead-letters | given up
            billing.task-events | what happened
            billing.governor | limit and shares
            billing.jobs | what the jobs were
            billing.intake | no records
            billing.source-offsets | how far
            billing.notifications | snapshots
            billing-tasks-repartition | shard key
            billing-ledger-changelog | store 'ledger'
            mongo.shop.orders | changes of the collection shop.orders
            mongo.shop.orders.archive | changes of the collection shop.orders.archive
            __debezium-heartbeat.mongo | heartbeat
            mongo-signal | signals for snapshots
            __consumer_offsets | Kafka's own
            """)
    void topicOfTheDeployment_hasAPurpose(String topic, String purpose) {
        assertThat(purposes.of(topic))
                .hasValueSatisfying(text -> assertThat(text).contains(purpose));
    }

    @Test
    void topicOfSomebodyElse_hasNone() {
        assertThat(purposes.of("invoices")).isEmpty();
        assertThat(purposes.of("penstock.results")).isEmpty();
    }
}
