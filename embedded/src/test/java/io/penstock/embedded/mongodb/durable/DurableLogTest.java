package io.penstock.embedded.mongodb.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.Oplog;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.oplog.StatementResult;
import io.penstock.embedded.mongodb.protocol.BsonWriter;
import io.penstock.embedded.mongodb.session.SessionTable;
import io.penstock.embedded.mongodb.store.Catalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a file that was written before. */
class DurableLogTest {
    private static final Namespace ORDERS = new Namespace("shop", "orders");
    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Path directory;
    private final Catalog catalog = new Catalog();
    private final Oplog oplog = new Oplog(100, 1 << 20);
    private final SessionTable sessions = new SessionTable();

    DurableLogTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void should_read_whatFormat1Said() throws IOException {
        Document change = new Document("_id", 2);
        write(
                new Document("k", "format").append("version", 1),
                new Document("k", "collection")
                        .append("ns", "shop.orders")
                        .append("uuid", ID)
                        .append("options", new Document()),
                new Document("k", "document").append("uuid", ID).append("document", new Document("_id", 1)),
                new Document("k", "change")
                        .append("entry", EntryFormat.write(insert(change, NOW)))
                        .append("now", change));
        for (int start = 0; start < 2; start++) {
            Catalog found = new Catalog();
            Oplog history = new Oplog(100, 1 << 20);
            new DurableLog(directory, found, history, new SessionTable()).close();

            assertThat(found.collection(ORDERS).orElseThrow().find(new Document(), null, 0, 0, null))
                    .containsExactly(new Document("_id", 1), change);
            assertThat(history.after(Position.before(0))).containsExactly(insert(change, NOW));
        }
    }

    @Test
    void should_refuse_aFormatThatIsNotKnown() throws IOException {
        write(new Document("k", "format").append("version", 99));
        assertThatThrownBy(() -> new DurableLog(directory, catalog, oplog, sessions))
                .hasRootCauseMessage(directory.resolve("mongodb-stand-in.bson")
                        + " has format 99, this version reads 1 to 2: use the version that wrote it, or another"
                        + " directory");
    }

    @Test
    void should_know_whatClientsMaySendAgain_forHalfAnHour() {
        StatementResult result = new StatementResult(new Document("id", UUID.randomUUID()), 7, 3, new Document("n", 1));
        try (DurableLog log = new DurableLog(directory, catalog, oplog, sessions)) {
            log.append(List.of(insert(new Document("_id", 1), NOW)), Optional.of(result));
        }
        SessionTable.Outcome outcome =
                new SessionTable.Outcome(result.lsid(), NOW, 7, false, java.util.Map.of(3, new Document("n", 1)));
        for (int start = 0; start < 2; start++) {
            assertThat(outcomes(NOW)).containsExactly(outcome);
        }
        assertThat(outcomes(NOW.plus(Duration.ofMinutes(31)))).isEmpty();
    }

    private List<SessionTable.Outcome> outcomes(Instant now) {
        SessionTable found = new SessionTable();
        new DurableLog(directory, new Catalog(), new Oplog(100, 1 << 20), found).close();
        return found.outcomes(now);
    }

    private static OplogEntry insert(Document document, Instant at) {
        return new OplogEntry(
                new Position(at.getEpochSecond() << 32, 0),
                at,
                ORDERS,
                Optional.of(ID),
                new Change.Insert(document),
                Optional.empty());
    }

    private void write(Document... records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Document record : records) {
            bytes.writeBytes(BsonWriter.bytes(record));
        }
        Files.write(directory.resolve("mongodb-stand-in.bson"), bytes.toByteArray());
    }
}
