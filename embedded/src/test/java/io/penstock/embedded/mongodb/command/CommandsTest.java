package io.penstock.embedded.mongodb.command;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.oplog.Keeper;
import io.penstock.embedded.mongodb.oplog.Oplog;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.embedded.mongodb.session.SessionTable;
import io.penstock.embedded.mongodb.store.Catalog;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a member answers that is no primary. A driver that knows of it would not ask. */
class CommandsTest {
    private final Member member = new Member(
            ServerRelease.V7_0,
            "rs0",
            new ClusterClock(InstantSource.system(), 0),
            new Catalog(),
            new Oplog(100, 1 << 20),
            new SessionTable(),
            Keeper.NONE);
    private final Commands commands = new Commands(member);

    @BeforeEach
    void stepDown() {
        member.stepDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "aggregate", "count", "listIndexes"})
    void read_should_beSentToTheOtherMembers(String command) {
        Document reply = run(new Document(command, "orders"));

        assertThat(reply)
                .containsEntry("code", 13435)
                .containsEntry("codeName", "NotPrimaryNoSecondaryOk")
                .containsEntry("errmsg", "not primary and secondaryOk=false");
        assertThat(run(new Document(command, "orders").append("$readPreference", new Document("mode", "primary"))))
                .containsEntry("code", 13435);
    }

    @ParameterizedTest
    @ValueSource(strings = {"primaryPreferred", "secondary", "nearest"})
    void read_should_beAnswered_when_itDoesWithoutAPrimary(String mode) {
        Document find = new Document("find", "orders").append("$readPreference", new Document("mode", mode));

        assertThat(run(find)).containsEntry("ok", 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "insert"})
    void statementOfATransaction_should_beRefusedAsAWriteIs(String command) {
        Document statement = new Document(command, "orders")
                .append("$readPreference", new Document("mode", "primaryPreferred"))
                .append("lsid", new Document("id", UUID.randomUUID()))
                .append("txnNumber", 1L)
                .append("autocommit", false)
                .append("startTransaction", true);

        assertThat(run(statement))
                .containsEntry("code", 10107)
                .containsEntry("errorLabels", List.of("TransientTransactionError"));
        assertThat(run(new Document(command, "orders").append("txnNumber", 1L)).get("code"))
                .isEqualTo(command.equals("find") ? 13435 : 10107);
    }

    private Document run(Document body) {
        return commands.run(Request.of("shop", body, 1, "127.0.0.1:1"));
    }
}
