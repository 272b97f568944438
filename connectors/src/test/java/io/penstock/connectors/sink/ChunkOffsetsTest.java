package io.penstock.connectors.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.mongodb.CollectionId;
import io.debezium.connector.mongodb.snapshot.MongoDbIncrementalSnapshotContext;
import io.debezium.pipeline.signal.actions.snapshotting.AdditionalCondition.AdditionalConditionBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChunkOffsetsTest {
    private static final String KEY = "incremental_snapshot_primary_key";

    private final ChunkOffsets offsets = new ChunkOffsets();

    @Test
    void should_keep_of_a_chunk_what_was_in_front_of_it() {
        offsets.resumable(scanned("SUCCEEDED", Map.of("resume_token", "t", KEY, "k4")));

        EngineRecord read = offsets.resumable(SnapshotRecords.read(Map.of("resume_token", "t", KEY, "k7")));

        assertThat(offset(read)).isEqualTo(Map.of("resume_token", "t", KEY, "k4"));
    }

    @Test
    void should_go_on_with_the_next_collection_behind_one_that_was_given_up() {
        Map<String, Object> told = offset("shop.orders", "shop.people", "shop.orders");

        Map<String, ?> kept = offset(offsets.resumable(scanned("UNKNOWN_SCHEMA", told)));

        MongoDbIncrementalSnapshotContext<CollectionId> context = MongoDbIncrementalSnapshotContext.load(kept, false);
        assertThat(context.getDataCollections())
                .extracting(collection -> collection.getId().identifier())
                .containsExactly("shop.people", "shop.orders");
        assertThat(context.getDataCollections().get(0).getAdditionalCondition())
                .contains("({\"name\": \"Ä, [\\\"x\\\"]\"})");
        assertThat(context.getCorrelationId()).isEqualTo("s1");
        assertThat(context.chunkEndPosititon()).isNull();
        assertThat(context.maximumKey()).isEmpty();
        assertThat(kept.get("resume_token")).isEqualTo("t");
    }

    @Test
    void should_read_the_next_collection_from_its_beginning_when_its_first_chunk_is_cut_off() {
        offsets.resumable(scanned("SUCCEEDED", Map.of("resume_token", "t", KEY, "k4")));
        offsets.resumable(scanned("UNKNOWN_SCHEMA", offset("shop.orders", "shop.people")));

        EngineRecord read = offsets.resumable(SnapshotRecords.read(Map.of("resume_token", "t", KEY, "k7")));

        assertThat(offset(read)).isEqualTo(Map.of("resume_token", "t"));
    }

    @Test
    void should_keep_nothing_of_a_snapshot_whose_last_collection_was_given_up() {
        EngineRecord given = offsets.resumable(scanned("UNKNOWN_SCHEMA", offset("shop.orders")));

        assertThat(offset(given)).isEqualTo(Map.of("resume_token", "t"));
    }

    @Test
    void should_leave_alone_what_was_read_to_its_end() {
        Map<String, Object> told = offset("shop.orders", "shop.people");

        assertThat(offset(offsets.resumable(scanned("SUCCEEDED", told)))).isEqualTo(told);
        assertThat(offset(offsets.resumable(scanned("EMPTY", told)))).isEqualTo(told);
    }

    /** As the connector keeps it while it reads the first of them. */
    private static Map<String, Object> offset(String... collections) {
        MongoDbIncrementalSnapshotContext<CollectionId> context = new MongoDbIncrementalSnapshotContext<>(false);
        Arrays.stream(collections)
                .forEach(collection -> context.addDataCollectionNamesToSnapshot(
                        "s1",
                        List.of(collection),
                        List.of(AdditionalConditionBuilder.builder()
                                .dataCollection(Pattern.compile(collection))
                                .filter("{\"name\": \"Ä, [\\\"x\\\"]\"}")
                                .build()),
                        ""));
        context.sendEvent(new Object[] {7});
        context.maximumKey(new Object[] {9});
        return context.store(new HashMap<>(Map.of("resume_token", "t")));
    }

    private static Map<String, ?> offset(EngineRecord record) {
        return record.origin().sourceOffset();
    }

    private static EngineRecord scanned(String status, Map<String, ?> offset) {
        return SnapshotRecords.notification("TABLE_SCAN_COMPLETED", Map.of("status", status), offset);
    }
}
