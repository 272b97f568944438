package io.penstock.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.mongodb.CollectionId;
import io.debezium.connector.mongodb.snapshot.MongoDbIncrementalSnapshotContext;
import io.debezium.pipeline.signal.actions.snapshotting.AdditionalCondition;
import io.debezium.pipeline.signal.actions.snapshotting.AdditionalCondition.AdditionalConditionBuilder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    private static final String FILTER = "{\"status\": \"paid\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {"shop.orders", "shop.orders+old", "shop.orders[eu]", "shop.v1(test)", "shop.o{1}", "shop.a|b"})
    void filter_isTakenForItsCollection_whateverSignsTheNameHas(String collection) {
        Signal signal = Signal.execute(collection, Optional.of(FILTER));

        assertThat(signal.data().getList("data-collections", String.class)).containsExactly(collection);
        assertThat(filterOf(collection, signal)).contains("(" + FILTER + ")");
        assertThat(filterOf("shop.people", signal)).isEmpty();
    }

    /** What the connector makes of it: its {@code ExecuteSnapshot}, and where it keeps what is to be read. */
    private static Optional<String> filterOf(String collection, Signal signal) {
        List<AdditionalCondition> conditions = signal.data().getList("additional-conditions", Document.class).stream()
                .map(condition -> AdditionalConditionBuilder.builder()
                        .dataCollection(
                                Pattern.compile(condition.getString("data-collection"), Pattern.CASE_INSENSITIVE))
                        .filter(condition.getString("filter"))
                        .build())
                .toList();
        MongoDbIncrementalSnapshotContext<CollectionId> context = new MongoDbIncrementalSnapshotContext<>(false);
        return context.addDataCollectionNamesToSnapshot(signal.id(), List.of(collection), conditions, "")
                .get(0)
                .getAdditionalCondition();
    }
}
