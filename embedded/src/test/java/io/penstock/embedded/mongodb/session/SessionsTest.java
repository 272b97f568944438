package io.penstock.embedded.mongodb.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What cannot be kept was not done. */
class SessionsTest {
    private static final Document LSID = new Document("id", UUID.randomUUID());

    private final List<Integer> undone = new ArrayList<>();
    private final Sessions sessions = new Sessions(
            new ClusterClock(InstantSource.system(), 0),
            new SessionTable(),
            (entries, statement) -> {
                throw new UncheckedIOException(new IOException("disk full"));
            },
            () -> {});

    @Test
    void statement_should_beUndone_when_itCannotBeKept() {
        Journal journal = sessions.retryable(LSID, 7);

        assertThatThrownBy(() -> journal.perform(0, () -> change(journal))).hasMessageContaining("disk full");
        assertThat(undone).containsExactly(2, 1);
        Journal again = sessions.retryable(LSID, 7);
        assertThatThrownBy(() -> again.perform(0, () -> change(again))).hasMessageContaining("disk full");
        assertThat(undone).containsExactly(2, 1, 2, 1);
    }

    @Test
    void transaction_should_beUndone_when_itCannotBeKept() {
        Journal journal = sessions.transaction(LSID, 8, true);
        journal.perform(0, () -> change(journal));

        assertThatThrownBy(() -> sessions.commit(LSID, 8)).hasMessageContaining("disk full");
        assertThat(undone).containsExactly(2, 1);
        assertThatThrownBy(() -> sessions.commit(LSID, 8))
                .isInstanceOfSatisfying(
                        ServerError.class, e -> assertThat(e.getCode()).isEqualTo(251));
    }

    private Document change(Journal journal) {
        UUID collection = UUID.randomUUID();
        for (int i = 1; i <= 2; i++) {
            int id = i;
            journal.record(
                    new Namespace("shop", "orders"),
                    collection,
                    new Change.Insert(new Document("_id", id)),
                    () -> undone.add(id));
        }
        return new Document("n", 2);
    }
}
