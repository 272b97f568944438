package io.penstock.connectors.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.config.Configuration;
import io.debezium.connector.mongodb.CollectionId;
import io.debezium.connector.mongodb.Filters;
import io.debezium.connector.mongodb.MongoDbConnectorConfig;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.settings.Problem;
import io.penstock.settings.SourceSettings.DocumentMode;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcePropertiesTest {
    @Test
    void should_watch_one_database_literally_when_all_collections_are_in_it() {
        SourceProperties properties = derive(SettingsFixture.watching("shop.orders", "shop.customers"));

        assertThat(properties.get("capture.scope")).contains("database");
        assertThat(properties.get("capture.target")).contains("shop");
        assertThat(properties.get("filters.match.mode")).contains("literal");
        assertThat(properties.get("collection.include.list")).contains("shop.customers,shop.orders");
        assertThat(properties.get("signal.data.collection")).contains("shop.penstock_signals");
    }

    @Test
    void should_watch_the_deployment_when_collections_span_databases() {
        SourceProperties properties = derive(SettingsFixture.watching("shop.orders", "crm.people"));

        assertThat(properties.get("capture.scope")).contains("deployment");
        assertThat(properties.get("capture.target")).isEmpty();
        assertThat(properties.get("filters.match.mode")).contains("literal");
    }

    @Test
    void should_match_by_expression_when_a_collection_is_a_pattern() {
        SourceProperties properties = derive(SettingsFixture.watching("shop.orders_*", "shop.a+b"));

        assertThat(properties.get("capture.scope")).contains("database");
        assertThat(properties.get("filters.match.mode")).contains("regex");
        List<String> expressions =
                List.of(properties.get("collection.include.list").orElseThrow().split(",", -1));
        assertThat("shop.a+b").matches(Pattern.compile(expressions.get(0)));
        assertThat("shop.aab").doesNotMatch(Pattern.compile(expressions.get(0)));
        assertThat("shop.orders_2026").matches(Pattern.compile(expressions.get(1)));
        assertThat("shopXorders_2026").doesNotMatch(Pattern.compile(expressions.get(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "shop.*, shop, orders, true",
        "shop.*, shop, system.views, false",
        "shop.*, shop, system.buckets.weather, false",
        "shop.*, shop, system.profile, false",
        "shop.*, shop, systems, true",
        "shop.*, shop, System.logs, true",
        "shop.*, shop, old.system.views, true",
        "*.views, shop, system.views, false",
        "*.*, shop, system.views, false",
        "*.*, shop, orders, true",
        "shop.system.*, shop, system.js, false",
        "*.orders, penstock, orders, false",
        "*.orders, Penstock, orders, true",
        "*.orders, penstocks, orders, true"
    })
    void should_leave_out_of_a_pattern_what_is_mongodbs_and_penstocks_own(
            String pattern, String database, String collection, boolean included) {
        Filters filters = new Filters(
                Configuration.from(derive(SettingsFixture.watching(pattern)).toProperties()));

        assertThat(filters.collectionFilter().test(new CollectionId(database, collection)))
                .isEqualTo(included);
    }

    @ParameterizedTest
    @CsvSource({
        "shop.a|b, literal, database",
        "shop.a|b shop.c*, regex, database",
        "shop.a|b crm.people, literal, deployment",
        "shop.a|b crm.*, regex, deployment"
    })
    void should_take_a_name_with_a_sign_of_alternatives_for_one_name(String collections, String match, String scope) {
        SourceProperties properties = derive(SettingsFixture.watching(collections.split(" ")));
        Filters filters = new Filters(Configuration.from(properties.toProperties()));

        assertThat(properties.get("filters.match.mode")).contains(match);
        assertThat(properties.get("capture.scope")).contains(scope);
        assertThat(Stream.of("a|b", "a", "b", "a|", "|b")
                        .filter(name -> filters.collectionFilter().test(new CollectionId("shop", name))))
                .containsExactly("a|b");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.orders crm.people, shop crm",
        "shop.orders crm.*, shop crm",
        "sh*.orders crm.people, shop shed crm",
        "*.orders, shop shed crm s-h+p administration Penstock",
        "con*.orders, ''",
        "p*.orders, Penstock",
        "s-h+p.orders crm.people, s-h+p crm"
    })
    void should_list_the_collections_of_the_jobs_databases_alone(String collections, String databases) {
        Filters filters = new Filters(Configuration.from(
                derive(SettingsFixture.watching(collections.split(" "))).toProperties()));

        assertThat(Stream.of(
                                "shop",
                                "shed",
                                "crm",
                                "s-h+p",
                                "admin",
                                "administration",
                                "config",
                                "local",
                                "penstock",
                                "Penstock")
                        .filter(filters.databaseFilter()))
                .hasSameElementsAs(List.of(databases.split(" ")).stream()
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    @Test
    void should_have_servers_leave_out_what_penstock_copies() {
        SourceProperties properties = derive(SettingsFixture.watching("*.orders"));

        // A server looks for the expression anywhere in the name.
        assertThat(found(properties, "collection.include.list", "penstock.orders"))
                .isFalse();
        assertThat(found(properties, "collection.include.list", "shop.orders")).isTrue();
        assertThat(found(properties, "database.include.list", "penstock")).isFalse();
        assertThat(found(properties, "database.include.list", "shop")).isTrue();
    }

    private static boolean found(SourceProperties properties, String list, String name) {
        return Pattern.compile(properties.get(list).orElseThrow(), Pattern.CASE_INSENSITIVE)
                .matcher(name)
                .find();
    }

    @Test
    void should_watch_the_deployment_when_the_database_is_a_pattern() {
        SourceProperties properties = derive(SettingsFixture.watching("shop*.orders"));

        assertThat(properties.get("capture.scope")).contains("deployment");
        assertThat(properties.get("signal.data.collection")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"shop.orders crm.people", "shop*.orders"})
    void should_not_watch_one_database_when_there_may_be_several(String collections) {
        SettingsFixture settings =
                SettingsFixture.watching(collections.split(" ")).withDebezium("capture.scope", "database");

        assertThat(SourceProperties.problems(settings.settings()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEqualTo("/debezium/capture.scope");
                    assertThat(problem.message()).contains("not in one database");
                });
    }

    @Test
    void should_watch_one_database_in_whichever_case_the_scope_is_written() {
        SourceProperties properties =
                derive(SettingsFixture.watching("shop.orders").withDebezium("capture.scope", "Database"));

        assertThat(properties.get("capture.target")).contains("shop");
    }

    @ParameterizedTest
    @CsvSource({
        "LOOKUP, change_streams_update_full, lookup",
        "POST_IMAGE, change_streams_update_full, post_image",
        "DELTA, change_streams, lookup"
    })
    void should_say_how_an_update_gets_its_document(DocumentMode document, String mode, String type) {
        SourceProperties properties =
                derive(SettingsFixture.watching("shop.orders").withDocument(document));

        assertThat(properties.get("capture.mode")).contains(mode);
        assertThat(properties.get("capture.mode.full.update.type")).contains(type);
    }

    @Test
    void should_snapshot_anew_only_when_asked_to() {
        SettingsFixture orders = SettingsFixture.watching("shop.orders");

        assertThat(derive(orders).get("snapshot.mode")).contains("initial");
        assertThat(derive(orders.withOnHistoryLost(OnHistoryLost.RESNAPSHOT)).get("snapshot.mode"))
                .contains("when_needed");
    }

    @Test
    void should_let_native_properties_win_over_defaults() {
        SourceProperties properties = derive(SettingsFixture.watching("shop.orders")
                .withDebezium("poll.interval.ms", "250")
                .withDebezium("capture.scope", "deployment")
                .withDebezium("value.converter.schemas.enable", "true")
                .withMongodb("server.selection.timeout.ms", "500"));

        assertThat(properties.get("poll.interval.ms")).contains("250");
        assertThat(properties.get("mongodb.server.selection.timeout.ms")).contains("500");
        assertThat(properties.get("capture.scope")).contains("deployment");
        assertThat(properties.get("capture.target")).isEmpty();
        assertThat(properties.get("value.converter.schemas.enable")).contains("true");
    }

    @Test
    void should_keep_its_own_transform_first() {
        SourceProperties properties = derive(SettingsFixture.watching("shop.orders")
                .withDebezium("transforms", "stamp")
                .withDebezium("transforms.stamp.type", "org.apache.kafka.connect.transforms.InsertHeader"));

        assertThat(properties.get("transforms")).contains("penstockPosition,stamp");
    }

    @Test
    void should_hand_the_clients_properties_to_the_offset_store_and_to_the_signal_channel() {
        SourceProperties properties = derive(SettingsFixture.watching("shop.orders")
                .withKafka("security.protocol", "SSL")
                .withMongodb("ssl.enabled", "true")
                .withDebezium("signal.enabled.channels", "source,kafka")
                .withDebezium("signal.kafka.topic", "signals"));

        assertThat(properties.get("security.protocol")).contains("SSL");
        assertThat(properties.get("bootstrap.servers")).contains("127.0.0.1:9");
        assertThat(properties.get("mongodb.ssl.enabled")).contains("true");
        assertThat(properties.get("signal.consumer.security.protocol")).contains("SSL");
        assertThat(properties.get("signal.kafka.bootstrap.servers")).contains("127.0.0.1:9");
    }

    @Test
    void should_hand_debezium_nothing_of_the_section_kafka_that_is_no_clients() {
        SourceProperties properties = derive(SettingsFixture.watching("shop.orders")
                .withKafka("skipped.operations", "u")
                .withKafka("config.providers", "env")
                .withKafka("config.providers.env.class", "x.Env"));

        assertThat(properties.get("skipped.operations")).isEmpty();
        assertThat(properties.get("config.providers")).contains("env");
        assertThat(properties.get("config.providers.env.class")).contains("x.Env");
    }

    @Test
    void should_derive_what_the_connector_accepts() {
        for (SettingsFixture fixture : List.of(
                SettingsFixture.watching("shop.orders"),
                SettingsFixture.watching("shop.orders", "crm.people"),
                SettingsFixture.watching("shop.*").withDocument(DocumentMode.POST_IMAGE))) {
            List<String> refused = new ArrayList<>();

            Configuration.from(derive(fixture).toProperties())
                    .validateAndRecord(MongoDbConnectorConfig.ALL_FIELDS, refused::add);

            assertThat(refused).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "offset.storage, x.FileStore, what Kafka has acknowledged",
        "offset.storage.topic, mine, what Kafka has acknowledged",
        "field.renames, shop.orders.a:b, pointers",
        "transforms.unwrap.type, io.debezium.connector.mongodb.transforms.ExtractNewDocumentState, whole envelope",
        "transforms.route.type, org.apache.kafka.connect.transforms.RegexRouter, its topic",
        "transforms.f.type, org.apache.kafka.connect.transforms.Filter, every change",
        "transforms.f.type, io.debezium.transforms.Filter, every change",
        "transforms.f.type, org.apache.kafka.connect.transforms.Flatten$Value, whole envelope",
        "transforms.f.type, org.apache.kafka.connect.transforms.ReplaceField$Value, whole envelope",
        "transforms.f.type, ' org.apache.kafka.connect.transforms.ExtractField$Key', its key",
        "transforms.f.type, org.apache.kafka.connect.transforms.InsertField$Key, its key",
        "transforms.f.type, org.apache.kafka.connect.transforms.InsertField$Value, ",
        "transforms.f.type, org.apache.kafka.connect.transforms.SetSchemaMetadata$Value, whole envelope",
        "transforms.f.type, org.apache.kafka.connect.transforms.SetSchemaMetadata$Key, ",
        "transforms.f.type, org.apache.kafka.connect.transforms.DropHeaders, its headers",
        "transforms.f.type, io.debezium.transforms.partitions.PartitionRouting, its key",
        "transforms.f.type, io.debezium.transforms.EnforceRecordSize, whole envelope",
        "transforms.f.type, io.confluent.connect.transforms.Filter$Value, every change",
        "transforms.f.type, Filter, every change",
        "transforms.f.type, com.acme.Stamp, ",
        "transforms.f.type, com.acme.Filter, ",
        "transforms.f.type, com.acme.smt.Cast$Value, ",
        "capture.scope, collection, drop or rename",
        "heartbeat.interval.ms, 0, idle stream",
        "heartbeat.interval.ms, 5s, number of milliseconds",
        "heartbeat.interval.ms, ' 5000 ', ",
        "snapshot.max.threads, auto, place in the change stream",
        "snapshot.max.threads, 4, place in the change stream",
        "snapshot.max.threads, 1, ",
        "topic.prefix, mine, source.prefix",
        "mongodb.connection.string, mongodb://h, mongodb.uri",
        "event.processing.failure.handling.mode, skip, lost",
        "cursor.oversize.handling.mode, skip, lost",
        "errors.max.retries, 5, growing pauses",
        "value.converter, x.Avro, JSON",
        "snapshot.mode, no_data, "
    })
    void should_refuse_what_would_break_a_promise_and_say_why(String property, String value, String reason) {
        SettingsFixture settings = SettingsFixture.watching("shop.orders").withDebezium(property, value);

        List<Problem> problems = SourceProperties.problems(settings.settings());

        if (reason == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.pointer()).isEqualTo("/debezium/" + property);
                assertThat(problem.message()).contains(reason);
            });
        }
    }

    @Test
    void should_tell_all_problems_at_once_and_no_secret() {
        SettingsFixture settings = SettingsFixture.watching()
                .withMongodb("uri", "")
                .withOnHistoryLost(OnHistoryLost.RESNAPSHOT)
                .withDebezium("snapshot.mode", "initial")
                .withDebezium("mongodb.connection.string", "mongodb://u:secret@h");

        assertThatThrownBy(() -> SourceProperties.of(settings.settings()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/mongodb/uri")
                .hasMessageContaining("/jobs")
                .hasMessageContaining("/debezium/snapshot.mode")
                .hasMessageContaining("/debezium/mongodb.connection.string")
                .hasMessageNotContaining("secret");
    }

    @Test
    void should_refuse_literal_matching_of_patterns() {
        SettingsFixture settings = SettingsFixture.watching("shop.*").withDebezium("filters.match.mode", "literal");

        assertThat(SourceProperties.problems(settings.settings()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("pattern"));
    }

    private static SourceProperties derive(SettingsFixture fixture) {
        return SourceProperties.of(fixture.settings());
    }
}
