package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import io.debezium.DebeziumException;
import io.penstock.settings.SourceSettings;
import io.penstock.settings.SourceSettings.DocumentMode;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    private static final ServerAddress SERVER = new ServerAddress("db", 27017);

    static Stream<Throwable> passing() {
        return Stream.of(
                new ConnectException(
                        "An exception occurred in the change event producer.",
                        new MongoSocketOpenException("cannot open", SERVER, new IOException("refused"))),
                new DebeziumException("Unable to fetch", new MongoTimeoutException("no server in time")),
                new DebeziumException("Connector configuration is not valid. Unable to connect: no server in time"),
                new DebeziumException(
                        "Connector configuration is not valid. Connection validation timed out after 15000ms"),
                new ConnectException("stopped", command(286, "Resume of change stream was not possible")),
                new KafkaException("Kafka did not take a change", new TimeoutException("120000 ms has passed")));
    }

    static Stream<Throwable> lasting() {
        return Stream.of(
                new DebeziumException("Connector configuration is not valid. Replica set not specified"),
                new DebeziumException(
                        "Connector configuration is not valid. Unable to connect: Exception authenticating u"),
                new MongoSecurityException(
                        MongoCredential.createCredential("u", "admin", "p".toCharArray()), "Authentication failed"),
                new ConnectException("stopped", command(13, "not authorized on shop")),
                new ConnectException("stopped", command(10334, "BSONObj size is invalid")),
                new KafkaException("cannot", new SaslAuthenticationException("wrong password")),
                new KafkaException("cannot", new TopicAuthorizationException("no right")),
                new ConfigException("Invalid url in bootstrap.servers"));
    }

    static Stream<Throwable> fences() {
        return Stream.of(
                new ProducerFencedException("a newer producer"), new InvalidProducerEpochException("old epoch"));
    }

    @ParameterizedTest
    @MethodSource("fences")
    void should_know_that_another_engine_has_taken_over(Throwable fence) {
        assertThat(of(new DebeziumException("stopped", new KafkaException("Kafka did not take a change.", fence))))
                .isInstanceOf(Failure.Fenced.class);
    }

    @ParameterizedTest
    @MethodSource("passing")
    void should_wait_for_what_can_come_back(Throwable error) {
        assertThat(of(error)).isInstanceOf(Failure.Passing.class);
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void should_end_by_what_only_a_person_can_mend(Throwable error) {
        assertThat(of(error)).isInstanceOf(Failure.Lasting.class);
    }

    @Test
    void should_say_what_to_do_when_the_history_is_lost() {
        Failure failure =
                of(new DebeziumException("The connector is trying to read change stream starting at {sec=1}, but"
                        + " this is no longer available on the server. Reconfigure the connector to use a snapshot mode when"
                        + " needed."));

        assertThat(failure).isInstanceOf(Failure.Lasting.class);
        assertThat(failure.reason())
                .contains("oplog")
                .contains("on-history-lost")
                .contains("resnapshot");
    }

    @Test
    void should_not_know_what_it_does_not_know() {
        assertThat(of(new IllegalStateException("a defect"))).isEqualTo(new Failure.Unknown("a defect"));
    }

    @Test
    void should_tell_the_cause_and_no_credentials() {
        Failure failure = of(new DebeziumException(
                "Operation failed", new MongoTimeoutException("cannot reach mongodb://user:secret@db:27017/")));

        assertThat(failure.reason())
                .contains("Operation failed")
                .contains("cannot reach")
                .contains("db:27017")
                .doesNotContain("secret");
    }

    private static Failure of(Throwable error) {
        return Failure.of(error, new SourceSettings("cdc", DocumentMode.LOOKUP, OnHistoryLost.FAIL));
    }

    private static MongoCommandException command(int code, String message) {
        return new MongoCommandException(
                BsonDocument.parse("{ok: 0, code: " + code + ", errmsg: '" + message + "'}"), SERVER);
    }
}
