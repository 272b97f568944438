package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session is answered whose numbers are not those that are due. */
class TransactionNumbersIT {
    private static final String SERVERS = "io.penstock.embedded.mongodb.TestServer#all";
    private static final Document COMMIT = new Document("commitTransaction", 1);
    private static final Document ABORT = new Document("abortTransaction", 1);

    /** One session's commands, as they are sent. */
    private record Sender(TestServer server, MongoCollection<Document> orders, ClientSession session) {
        void begin(long number, int id) {
            run(inTransaction(insert(id), number).append("startTransaction", true));
        }

        void run(Document command) {
            boolean ends = command.containsKey("commitTransaction") || command.containsKey("abortTransaction");
            MongoDatabase database = server.client()
                    .getDatabase(ends ? "admin" : orders.getNamespace().getDatabaseName());
            assertThat(database.runCommand(session, command)).doesNotContainKey("writeErrors");
        }

        Document insert(int id) {
            return Document.parse("{insert: 'orders', documents: [{_id: " + id + "}]}");
        }

        MongoException refusal(Runnable command) {
            return catchThrowableOfType(MongoException.class, command::run);
        }

        MongoException refusal(Document command) {
            return refusal(() -> run(command));
        }
    }

    private static Document inTransaction(Document command, long number) {
        return new Document(command).append("txnNumber", number).append("autocommit", false);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void transactionThatIsBegunAgain_should_conflictAndGoOn(TestServer server) {
        with(server, (sender, orders) -> {
            sender.begin(7, 1);

            MongoException again = sender.refusal(() -> sender.begin(7, 2));
            assertThat(again.getCode()).isEqualTo(117);
            assertThat(again.getErrorLabels()).isEmpty();
            sender.run(inTransaction(sender.insert(3), 7));
            sender.run(inTransaction(COMMIT, 7));
            assertThat(orders.find()).containsExactly(new Document("_id", 1), new Document("_id", 3));
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void transactionThatIsOlderThanTheNewest_should_beRefused(TestServer server) {
        with(server, (sender, orders) -> {
            sender.begin(7, 1);

            assertThat(sender.refusal(() -> sender.begin(6, 2)).getCode()).isEqualTo(225);
            assertThat(sender.refusal(inTransaction(sender.insert(2), 6)).getCode())
                    .isEqualTo(225);
            assertThat(sender.refusal(inTransaction(COMMIT, 6)).getCode()).isEqualTo(225);
            assertThat(sender.refusal(new Document(sender.insert(2)).append("txnNumber", 6L))
                            .getCode())
                    .isEqualTo(225);
            sender.run(inTransaction(COMMIT, 7));
            assertThat(orders.find()).containsExactly(new Document("_id", 1));
        });
    }

    /** Who was told that all of it may be tried again would do it twice. */
    @ParameterizedTest
    @MethodSource(SERVERS)
    void transactionThatWasCommitted_should_notBeCalledUnknown(TestServer server) {
        with(server, (sender, orders) -> {
            sender.begin(7, 1);
            sender.run(inTransaction(COMMIT, 7));

            MongoException statement = sender.refusal(inTransaction(sender.insert(2), 7));
            assertThat(statement.getCode()).isEqualTo(256);
            assertThat(statement.getErrorLabels()).isEmpty();
            assertThat(statement).hasMessageContaining("has been committed");
            MongoException abort = sender.refusal(inTransaction(ABORT, 7));
            assertThat(abort.getCode()).isEqualTo(256);
            assertThat(abort.getErrorLabels()).isEmpty();
            assertThat(sender.refusal(() -> sender.begin(7, 3)).getCode()).isEqualTo(117);
            sender.run(inTransaction(COMMIT, 7));
            assertThat(orders.find()).containsExactly(new Document("_id", 1));
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void transactionThatWasAborted_should_beUnknown(TestServer server) {
        with(server, (sender, orders) -> {
            sender.begin(7, 1);
            sender.run(inTransaction(ABORT, 7));

            MongoException statement = sender.refusal(inTransaction(sender.insert(2), 7));
            assertThat(statement.getCode()).isEqualTo(251);
            assertThat(statement.getErrorLabels()).containsExactly("TransientTransactionError");
            assertThat(sender.refusal(inTransaction(COMMIT, 7)).getCode()).isEqualTo(251);
            assertThat(sender.refusal(() -> sender.begin(7, 2)).getCode()).isEqualTo(117);
            assertThat(sender.refusal(inTransaction(sender.insert(2), 8)).getCode())
                    .isEqualTo(251);
            assertThat(orders.find()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void numberOfARetryableWrite_should_beNoTransactions_norTheOtherWayRound(TestServer server) {
        with(server, (sender, orders) -> {
            sender.run(new Document(sender.insert(1)).append("txnNumber", 7L));

            assertThat(sender.refusal(() -> sender.begin(7, 2)).getCode()).isEqualTo(117);
            assertThat(sender.refusal(inTransaction(sender.insert(2), 7)).getCode())
                    .isEqualTo(251);
            sender.begin(8, 3);
            assertThat(sender.refusal(new Document(sender.insert(4)).append("txnNumber", 8L))
                            .getCode())
                    .isEqualTo(217);
            sender.run(inTransaction(COMMIT, 8));
            assertThat(orders.find()).containsExactly(new Document("_id", 1), new Document("_id", 3));
        });
    }

    private static void with(TestServer server, BiConsumer<Sender, MongoCollection<Document>> test) {
        server.withCollection(orders -> {
            orders.insertOne(new Document("_id", 0));
            orders.deleteOne(eq(0));
            try (ClientSession session = server.client().startSession()) {
                test.accept(new Sender(server, orders, session), orders);
            }
        });
    }
}
