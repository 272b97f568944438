package io.penstock.cli.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.records.HeaderNames;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What Debezium tells of an incremental snapshot.
 *
 * @param id of the signal that asked for it
 * @param type {@code STARTED}, {@code IN_PROGRESS}, {@code TABLE_SCAN_COMPLETED}, …
 * @param collections all that are still to be read, or, if it was stopped, that will not be
 * @param current the one that is being read, or has been; empty if it does not say
 * @param status how the reading of it went; empty if it goes on
 * @param documents how many documents have been read
 */
record Notice(
        String id, String type, List<String> collections, Optional<String> current, String status, long documents) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a record; empty if it is about something else. */
    static Optional<Notice> of(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            JsonNode notice = JSON.readTree(record.value());
            if (!notice.path("aggregate_type").asText().equals("Incremental Snapshot")) {
                return Optional.empty();
            }
            JsonNode more = notice.path("additional_data");
            String current = more.has("scanned_collection")
                    ? more.path("scanned_collection").asText()
                    : more.path("current_collection_in_progress").asText();
            return Optional.of(new Notice(
                    notice.path("id").asText(),
                    notice.path("type").asText(),
                    Arrays.asList(more.path("data_collections").asText().split(",")),
                    Optional.of(current).filter(it -> !it.isEmpty()),
                    more.path("status").asText(),
                    documents(record)
                            .orElseGet(() -> more.path("total_rows_scanned").asLong())));
        } catch (IOException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * As the engine has counted them; empty if the connector runs elsewhere. Its own figure is told last and counts a chunk
     * twice that it reads anew, as it does behind a pause (Debezium 3.6, {@code
     * MongoDbIncrementalSnapshotChangeEventSource.resumeSnapshot}).
     */
    private static Optional<Long> documents(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(HeaderNames.DOCUMENTS))
                .map(header -> Long.parseLong(new String(header.value(), UTF_8)));
    }
}
