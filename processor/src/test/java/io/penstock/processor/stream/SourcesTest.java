package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static Sources of(String... collections) {
        return Sources.of(TestSettings.of(TestJob.named("a").collections(collections), TestJob.named("b")));
    }

    @Test
    void shouldSubscribeByName_whenAllCollectionsAreNamed() {
        Sources sources = of("shop.customers", "crm.people");

        assertThat(sources.topics())
                .containsExactly("penstock.crm.people", "penstock.shop.customers", "penstock.shop.orders");
        assertThat(sources.pattern()).isEmpty();
    }

    @Test
    void shouldSubscribeToTheTopicsThatDebeziumWrites_whateverCharactersAreInACollectionsName() {
        assertThat(of("shop.order items$", "shop.größe").topics())
                .contains("penstock.shop.order_items_", "penstock.shop.gr__e");
    }

    @Test
    void shouldSubscribeToNamesAndPatternsAtOnce() {
        Sources sources = of("shop.order items*", "crm.people");

        assertThat(sources.topics()).containsExactly("penstock.crm.people", "penstock.shop.orders");
        Pattern pattern = sources.pattern().orElseThrow();
        assertThat("penstock.crm.people").matches(pattern);
        assertThat("penstock.shop.orders").matches(pattern);
        assertThat("penstock.shop.order_items_2024").matches(pattern);
        assertThat("penstock.shop.order.items").doesNotMatch(pattern);
        assertThat("penstock.crm.people2").doesNotMatch(pattern);
        assertThat("penstockXshop.orders").doesNotMatch(pattern);
        assertThat("penstock.task-events").doesNotMatch(pattern);
    }

    @Test
    void shouldNeverReadWhatPenstockOrMongoDbKeepsForItself_howeverWideThePattern() {
        Pattern pattern = of("*.*").pattern().orElseThrow();

        assertThat("penstock.shop.anything").matches(pattern);
        assertThat("penstock.shop.penstock_signals").doesNotMatch(pattern);
        assertThat("penstock.shop.system.views").doesNotMatch(pattern);
        assertThat("penstock.admin.users").doesNotMatch(pattern);
        assertThat("penstock.results").doesNotMatch(pattern);
        assertThat("penstock-tasks-repartition").doesNotMatch(pattern);
        assertThat("__debezium-heartbeat.penstock").doesNotMatch(pattern);
        assertThat("penstock-signal").doesNotMatch(pattern);
    }

    @Test
    void theTopicThatKeepsIntakeWideShouldBeRead_andHaveNoChanges() {
        assertThat(of("crm.people").withIntake().topics())
                .containsExactly("penstock.crm.people", "penstock.intake", "penstock.shop.orders");
        Sources sources = of("crm.*");
        Pattern wide = sources.withIntake().pattern().orElseThrow();

        assertThat("penstock.intake").matches(wide);
        assertThat("penstock.crm.people").matches(wide);
        assertThat("penstockXintake").doesNotMatch(wide);
        assertThat(sources.match("penstock.intake")).isFalse();
    }
}
