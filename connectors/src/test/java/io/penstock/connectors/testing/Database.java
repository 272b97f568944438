package io.penstock.connectors.testing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.penstock.embedded.mongodb.Faults;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;

/**
 * A database of a test's own, on the server that {@code PENSTOCK_TEST_MONGODB_URI} names, else on a stand-in that lives
 * as long as this object.
 */
public final class Database implements AutoCloseable {
    private final Optional<MongoStandIn> standIn;
    private final String uri;
    private final MongoClient client;
    private final String name =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    public Database() {
        this(realServer().isPresent() ? Optional.empty() : Optional.of(MongoStandIn.start(StandInOptions.defaults())));
    }

    private Database(Optional<MongoStandIn> standIn) {
        this.standIn = standIn;
        uri = standIn.map(MongoStandIn::uri).or(Database::realServer).orElseThrow();
        client = MongoClients.create(uri);
    }

    /** One on a stand-in in any case, for what cannot be asked of a real server. */
    public static Database onStandIn() {
        return new Database(Optional.of(MongoStandIn.start(StandInOptions.defaults())));
    }

    /** One on a stand-in that says it is this server. */
    public static Database onStandIn(ServerRelease release) {
        return new Database(
                Optional.of(MongoStandIn.start(StandInOptions.defaults().withRelease(release))));
    }

    private Database(String uri) {
        standIn = Optional.empty();
        this.uri = uri;
        client = MongoClients.create(uri);
    }

    /** Another database on the same server. */
    public static Database beside(Database first) {
        return new Database(first.uri());
    }

    /** The real server to test against, if one is named. */
    public static Optional<String> realServer() {
        return Optional.ofNullable(System.getenv("PENSTOCK_TEST_MONGODB_URI"));
    }

    public String uri() {
        return uri;
    }

    public String name() {
        return name;
    }

    /** A collection's full name. */
    public String named(String collection) {
        return name + "." + collection;
    }

    public MongoCollection<Document> collection(String collection) {
        return database().getCollection(collection);
    }

    public MongoDatabase database() {
        return client.getDatabase(name);
    }

    public MongoClient client() {
        return client;
    }

    /** What can be made to go wrong with the stand-in. */
    public Faults faults() {
        return standIn.orElseThrow().faults();
    }

    @Override
    public void close() {
        if (standIn.isEmpty()) {
            database().drop();
        }
        client.close();
        standIn.ifPresent(MongoStandIn::close);
    }
}
