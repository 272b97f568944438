package io.penstock.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ClientSessionOptions;
import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.util.Optional;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that read what holds after a time. */
class CausalReadsIT {
    private static final String SERVERS = "io.penstock.embedded.mongodb.TestServer#all";
    private static final ClientSessionOptions CAUSAL =
            ClientSessionOptions.builder().causallyConsistent(true).build();

    private static MongoCollection<Document> orders(MongoClient client) {
        return client.getDatabase("causal_reads").getCollection("orders").withReadConcern(ReadConcern.MAJORITY);
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void find_should_seeWhatWasWrittenAtThatTime(TestServer server) {
        try (server;
                ClientSession writer = server.client().startSession(CAUSAL);
                ClientSession reader = server.client().startSession(CAUSAL)) {
            orders(server.client()).drop();
            orders(server.client()).insertOne(writer, new Document("_id", 1));
            BsonTimestamp written =
                    Optional.ofNullable(writer.getOperationTime()).orElseThrow();
            reader.advanceOperationTime(written);

            assertThat(orders(server.client()).find(reader).first()).isEqualTo(new Document("_id", 1));
            assertThat(Optional.ofNullable(reader.getOperationTime()).orElseThrow())
                    .isGreaterThanOrEqualTo(written);
        }
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void find_should_fail_when_theTimeIsYetToCome(TestServer server) {
        try (server;
                ClientSession session = server.client().startSession(CAUSAL)) {
            session.advanceOperationTime(new BsonTimestamp(Integer.MAX_VALUE, 1));

            assertThatThrownBy(() -> orders(server.client()).find(session).first())
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            refused -> assertThat(refused.getErrorCode()).isEqualTo(72))
                    .hasMessageContaining("must not be greater than the current clusterTime");
        }
    }
}
