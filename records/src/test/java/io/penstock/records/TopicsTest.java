package io.penstock.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void shouldNameTheTopicOfACollectionAsDebeziumDoes() {
        assertThat(Topics.changes("penstock", "shop.orders")).isEqualTo("penstock.shop.orders");
        assertThat(Topics.changes("penstock", "shop.order items$")).isEqualTo("penstock.shop.order_items_");
        assertThat(Topics.changes("penstock", "shop.größe")).isEqualTo("penstock.shop.gr__e");
        assertThat(Topics.changes("penstock", "shop.a-b_c.d")).isEqualTo("penstock.shop.a-b_c.d");
        assertThat(Topics.changes("penstock", "shop.\ud83d\ude80s")).isEqualTo("penstock.shop.__s");
        assertThat(Topics.changes("penstock", "shop." + "o".repeat(240))).isEqualTo("penstock.shop." + "o".repeat(235));
    }

    @Test
    void shouldBeginOutputTopicsWithTheApplication() {
        Topics topics = new Topics("shop");

        assertThat(topics.results()).isEqualTo("shop.results");
        assertThat(topics.deadLetters()).isEqualTo("shop.dead-letters");
        assertThat(topics.taskEvents()).isEqualTo("shop.task-events");
        assertThat(topics.jobs()).isEqualTo("shop.jobs");
        assertThat(topics.sourceOffsets()).isEqualTo("shop.source-offsets");
        assertThat(topics.notifications()).isEqualTo("shop.notifications");
        assertThat(topics.tasks()).isEqualTo("shop-tasks-repartition");
    }
}
