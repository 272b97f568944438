package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import io.debezium.DebeziumException;
import io.penstock.connectors.sink.OffsetTooLargeException;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.settings.Settings;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import java.io.IOException;
import java.util.stream.Stream;
import javax.security.sasl.SaslException;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
                new DebeziumException(
                        "Connector configuration is not valid. User doesn't have rights to list databases."
                                + " Please verify credentials and database permissions."),
                new DebeziumException(
                        "Unable to fetch",
                        unauthenticated(new MongoSocketReadException("Prematurely reached end of stream", SERVER))),
                unauthenticated(new MongoSocketReadTimeoutException("Timeout", SERVER, new IOException("timed out"))),
                unauthenticated(new MongoTimeoutException("no connection in time")),
                unauthenticated(command(91, "The server is in quiesce mode and will shut down")),
                new DebeziumException("Connector configuration is not valid. Unable to connect: "
                        + serversView("com.mongodb.MongoSocketReadException: Prematurely reached end of stream")),
                new MongoTimeoutException(serversView("com.mongodb.MongoSocketWriteException: Broken pipe")),
                new MongoTimeoutException(
                        serversView("com.mongodb.MongoCommandException: Command failed with error 91 (Shutdown)")),
                new ConnectException("stopped", command(211, "Cache Reader No keys found for HMAC")),
                new ConnectException("stopped", command(11601, "operation was interrupted")),
                new ConnectException("stopped", command(133, "Could not find host matching read preference")),
                new ConnectException(
                        "stopped",
                        command(
                                280,
                                "Attempted to resume from a split event, but the resumed"
                                        + " stream produced a different split")),
                new ConnectException(
                        "stopped",
                        command(
                                280,
                                "Attempted to resume from a split event fragment, but the event in the resumed stream was"
                                        + " not large enough to be split")),
                new KafkaException("Kafka did not take a change", new TimeoutException("120000 ms has passed")));
    }

    static Stream<Throwable> lasting() {
        return Stream.of(
                new DebeziumException("Connector configuration is not valid. Replica set not specified"),
                new DebeziumException("Unable to fetch", unauthenticated(command(18, "Authentication failed."))),
                new DebeziumException("Unable to fetch", unauthenticated(command(8000, "bad auth"))),
                // As the driver refuses a server that does not know the password either.
                unauthenticated(new SaslException("Server signature was invalid.")),
                new DebeziumException("Connector configuration is not valid. Unable to connect: "
                        + serversView("com.mongodb.MongoCommandException: Command failed with error 18"
                                + " (AuthenticationFailed): 'Authentication failed.' on server db-1:27017.")),
                // One of them knows the user well enough to refuse him.
                new MongoTimeoutException(serversView("com.mongodb.MongoSocketReadException: Prematurely reached end")
                        + serversView("com.mongodb.MongoCommandException: Command failed with error 18"
                                + " (AuthenticationFailed): 'Authentication failed.' on server db-2:27017.")),
                new ConnectException("stopped", command(13, "not authorized on shop")),
                // As MongoDB says it: with the whole command.
                command(
                        13,
                        "not authorized on shop to execute command { aggregate: 1, pipeline: [ { $changeStream: {} },"
                                + " { $changeStreamSplitLargeEvent: {} } ] }"),
                new ConnectException("stopped", command(10334, "BSONObj size is invalid")),
                new ConnectException("stopped", command(40573, "only supported on replica sets")),
                new ConnectException("stopped", command(40324, "Unrecognized pipeline stage name: $later")),
                new ConnectException("stopped", command(59, "no such command: aggregate")),
                new KafkaException("cannot", new SaslAuthenticationException("wrong password")),
                new KafkaException("cannot", new TopicAuthorizationException("no right")),
                new DebeziumException("stopped", new OffsetTooLargeException("raise max.message.bytes")),
                new ConfigException("Invalid url in bootstrap.servers"));
    }

    private static MongoSecurityException unauthenticated(Throwable cause) {
        return new MongoSecurityException(
                MongoCredential.createCredential("u", "admin", "p".toCharArray()), "Exception authenticating", cause);
    }

    /** As the driver tells it where there are no causes any more, but texts. */
    private static String serversView(String cause) {
        return "Timed out while waiting for a server. Client view of cluster state is {type=REPLICA_SET, servers=["
                + "{address=db-1:27017, type=UNKNOWN, state=CONNECTING, exception={com.mongodb.MongoSecurityException:"
                + " Exception authenticating MongoCredential{mechanism=SCRAM-SHA-256, userName='u', source='admin',"
                + " password=<hidden>, mechanismProperties=<hidden>}}, caused by {" + cause + "}}]";
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
    void should_not_wait_without_end_for_a_stream_that_is_over() {
        Throwable over = command(280, "Encountered an event whose _id field was modified by the pipeline");

        assertThat(of(new ConnectException("stopped", over))).isInstanceOf(Failure.Unknown.class);
    }

    static Stream<Throwable> losses() {
        return Stream.of(
                command(286, "Resume of change stream was not possible"),
                command(260, "Attempting to resume a change stream using resumeAfter is not allowed"),
                command(136, "CollectionScan died due to position in capped collection being deleted"),
                command(9, "resume token string was not a valid hex string"),
                command(40647, "Bad resume token: _data of missing or of wrong type"));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void should_read_all_anew_only_when_the_history_is_lost_and_it_is_told_to(Throwable loss) {
        Throwable error = new ConnectException("stopped", new DebeziumException("Unable to fetch", loss));
        Settings told = SettingsFixture.watching("shop.orders")
                .withOnHistoryLost(OnHistoryLost.RESNAPSHOT)
                .settings();

        assertThat(of(error)).isInstanceOf(Failure.Lasting.class);
        assertThat(Failure.of(error, told)).isInstanceOf(Failure.HistoryLost.class);
    }

    @ParameterizedTest
    @EnumSource(OnHistoryLost.class)
    void should_go_on_from_the_time_of_an_event_that_is_not_told_any_more(OnHistoryLost onHistoryLost) {
        Throwable error = notFound();
        Settings settings = SettingsFixture.watching("shop.orders")
                .withOnHistoryLost(onHistoryLost)
                .settings();

        Failure failure = Failure.of(error, settings, Resumption.BEHIND_EVENT);

        assertThat(failure).isInstanceOf(Failure.EventNotFound.class);
        assertThat(failure.what()).isEqualTo("the change stream");
        assertThat(failure.reason()).contains("is not watched any more").contains("Reading goes on with");
    }

    @Test
    void should_take_the_history_for_lost_when_no_event_was_asked_for() {
        Settings told = SettingsFixture.watching("shop.orders")
                .withOnHistoryLost(OnHistoryLost.RESNAPSHOT)
                .settings();

        assertThat(Failure.of(notFound(), told, Resumption.FROM_ITS_TIME)).isInstanceOf(Failure.HistoryLost.class);
        assertThat(Failure.of(
                        notFound(), SettingsFixture.watching("shop.orders").settings(), Resumption.FROM_ITS_TIME))
                .isInstanceOf(Failure.Lasting.class);
    }

    private static Throwable notFound() {
        return new ConnectException(
                "stopped",
                command(
                        280,
                        "PlanExecutor error during aggregation :: caused by :: cannot resume stream; the resume token"
                                + " was not found. {_data: 82}"));
    }

    /** With what Debezium was doing, in its words. */
    static Stream<Throwable> snapshots() {
        Throwable overwritten = command(136, "CollectionScan died due to position in capped collection being deleted");
        return Stream.of(
                new DebeziumException("Error while attempting to sync 'shop.log'", overwritten),
                new ConnectException("Snapshotting of collection shop.log failed", overwritten),
                new DebeziumException("Error while attempting to chunk query key for 'shop.log'", overwritten),
                new DebeziumException("Error while attempting to maximum key for 'shop.log'", overwritten));
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void should_not_take_a_capped_collection_for_the_oplog(Throwable overtaken) {
        Settings told = SettingsFixture.watching("shop.log")
                .withOnHistoryLost(OnHistoryLost.RESNAPSHOT)
                .settings();

        Failure failure = Failure.of(new DebeziumException("Snapshot failed", overtaken), told);

        assertThat(failure).isInstanceOf(Failure.Lasting.class);
        assertThat(failure.reason())
                .startsWith("The capped collection shop.log has overwritten")
                .doesNotContain("oplog");
    }

    @Test
    void should_do_without_parts_of_events_unless_the_user_wants_them() {
        Throwable refused = new ConnectException(
                "stopped", command(40324, "Unrecognized pipeline stage name: $changeStreamSplitLargeEvent"));
        Settings told = SettingsFixture.watching("shop.orders")
                .withDebezium("cursor.oversize.handling.mode", "split")
                .settings();

        assertThat(of(refused)).isInstanceOf(Failure.Unsplit.class);
        assertThat(Failure.of(refused, told)).isInstanceOf(Failure.Lasting.class);
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
    void should_not_know_a_wrong_password_from_a_broken_connection_where_no_cause_is_told() {
        Failure failure = of(new DebeziumException(
                "Connector configuration is not valid. Unable to connect: Exception authenticating MongoCredential{}"));

        assertThat(failure).isInstanceOf(Failure.Unknown.class);
        assertThat(failure.reason()).contains("password").contains("authSource").contains("connection");
    }

    @Test
    void should_not_know_what_it_does_not_know() {
        assertThat(of(new IllegalStateException("a defect"))).isEqualTo(new Failure.Unknown("a defect"));
    }

    @Test
    void should_say_shortly_which_mongodb_does_not_answer() {
        Failure failure = of(
                new DebeziumException("Connector configuration is not valid. Unable to connect: Timed out while waiting"
                        + " for a server that matches ReadPreferenceServerSelector{readPreference=primary}. Client view of"
                        + " cluster state is {type=REPLICA_SET, servers=[{address=db-1:27017, type=UNKNOWN,"
                        + " state=CONNECTING, exception={com.mongodb.MongoSocketOpenException: Exception opening socket},"
                        + " caused by {java.net.ConnectException: Connection refused}}]"));

        assertThat(failure)
                .isEqualTo(new Failure.Passing(
                        "MongoDB",
                        "MongoDB at db-1:27017,db-2:27017 does not answer"
                                + " (java.net.ConnectException: Connection refused)"));
    }

    @Test
    void should_tell_all_that_is_known_when_a_server_answers_and_none_is_primary() {
        Failure failure = of(
                new DebeziumException("Connector configuration is not valid. Unable to connect: Timed out while waiting"
                        + " for a server. Client view of cluster state is {type=REPLICA_SET, servers=["
                        + "{address=db-1:27017, type=REPLICA_SET_SECONDARY, state=CONNECTED},"
                        + " {address=db-2:27017, type=UNKNOWN, state=CONNECTING}]"));

        assertThat(failure.reason()).contains("REPLICA_SET_SECONDARY").doesNotContain("does not answer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        mongodb://localhost:27017/?replicaSet=rs0          | MongoDB at localhost:27017
        mongodb://a:1,b:2/shop                              | MongoDB at a:1,b:2
        mongodb+srv://user:s3cret@cluster.example.org/      | MongoDB at cluster.example.org
        mongodb://user:s3@cret@[::1]:27017                  | MongoDB at [::1]:27017
        mongodb://user:s3/cret@db:27017/                    | MongoDB
        mongodb://user:s3?cret@db:27017/                    | MongoDB
        mongodb://user:s3 cret                              | MongoDB
        s3cret                                              | MongoDB
        """)
    void should_name_the_hosts_of_a_connection_string_and_never_a_password(String uri, String told) {
        assertThat(DatabaseAddress.of(uri)).isEqualTo(told);
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
        return Failure.of(
                error,
                SettingsFixture.watching("shop.orders")
                        .withMongodb("uri", "mongodb://user:secret@db-1:27017,db-2:27017/?replicaSet=rs0")
                        .settings());
    }

    private static MongoCommandException command(int code, String message) {
        return new MongoCommandException(
                BsonDocument.parse("{ok: 0, code: " + code + ", errmsg: '" + message + "'}"), SERVER);
    }
}
