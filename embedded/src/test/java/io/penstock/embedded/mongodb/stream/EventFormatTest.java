package io.penstock.embedded.mongodb.stream;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.embedded.mongodb.oplog.UpdateDescription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventFormatTest {
    private static final Document BEFORE = new Document("_id", 1).append("n", 1);
    private static final Document AFTER = new Document("_id", 1).append("n", 2);

    private final EventFormat format = new EventFormat(
            (collection, id) -> Optional.empty(),
            ServerRelease.V7_0,
            ImagePolicy.fullDocument("required"),
            ImagePolicy.beforeChange("required"));

    /** A server's stage for them comes after all others that add to an event, but the place of the other image is kept. */
    @Test
    void should_tellTheDocumentBeforeTheChange_last() {
        UpdateDescription description = new UpdateDescription(new Document("n", 2), List.of(), List.of());

        assertThat(event(new Change.Update(1, description, Optional.of(BEFORE), Optional.of(AFTER)))
                        .keySet())
                .containsExactly(
                        "_id",
                        "operationType",
                        "clusterTime",
                        "wallTime",
                        "fullDocument",
                        "ns",
                        "documentKey",
                        "updateDescription",
                        "fullDocumentBeforeChange");
        assertThat(event(new Change.Delete(1, Optional.of(BEFORE))).keySet())
                .containsExactly(
                        "_id",
                        "operationType",
                        "clusterTime",
                        "wallTime",
                        "ns",
                        "documentKey",
                        "fullDocumentBeforeChange");
    }

    private Document event(Change change) {
        return format.event(new OplogEntry(
                new Position(1L << 32, 0),
                Instant.EPOCH,
                new Namespace("shop", "orders"),
                Optional.of(new UUID(1, 2)),
                change,
                Optional.empty()));
    }
}
