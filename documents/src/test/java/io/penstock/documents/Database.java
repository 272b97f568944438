package io.penstock.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.penstock.api.DatabaseCost;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.Document;

/** A database, a client that writes to it as its users do, and an access whose commands are noted. */
final class Database implements AutoCloseable {
    static final String SHOP = "shop_documents";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Optional<MongoStandIn> standIn;
    private final String uri;
    private final MongoClient client;
    private final ExecutorService callbacks = Executors.newCachedThreadPool();
    private final List<Sent> commands = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private volatile CountDownLatch held = new CountDownLatch(0);

    private record Sent(String name, BsonDocument command) {}

    /** What handlers would see: the tests of the processor hold the true forms against the database. */
    private static final class Forms implements DocumentForms {
        @Override
        public String canonicalId(String idJson) {
            BsonValue id = BsonDocument.parse("{v: " + idJson + "}").get("v", BsonNull.VALUE);
            return id.isNumber() && !id.isDecimal128()
                    ? BigDecimal.valueOf(id.asNumber().doubleValue())
                            .stripTrailingZeros()
                            .toString()
                    : new BsonDocument("v", id).toJson();
        }

        @Override
        public JsonNode plain(byte[] extendedJson) {
            try {
                return JSON.readTree(extendedJson);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Database() {
        String real = System.getenv("PENSTOCK_TEST_MONGODB_URI");
        this.standIn = real == null ? Optional.of(MongoStandIn.start(StandInOptions.defaults())) : Optional.empty();
        this.uri = standIn.map(MongoStandIn::uri).orElse(real);
        this.client = MongoClients.create(uri);
        client.getDatabase(SHOP).drop();
    }

    DocumentAccess access(AccessOptions.Batch batch, Duration timeToLive, Consumer<MongoClientSettings.Builder> more) {
        return access(batch, timeToLive, collection -> Optional.empty(), more);
    }

    DocumentAccess access(
            AccessOptions.Batch batch,
            Duration timeToLive,
            Function<String, Optional<String>> refusal,
            Consumer<MongoClientSettings.Builder> more) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        // The driver writes over it when the command is sent.
                        commands.add(new Sent(
                                event.getCommandName(), event.getCommand().clone()));
                        awaitRelease();
                    }
                });
        more.accept(settings);
        AccessOptions options =
                new AccessOptions(settings::build, batch, new AccessOptions.Cache(8 << 20, timeToLive), refusal);
        Ticker ticker = nanos::get;
        return new DocumentAccess(options, new Forms(), JSON, ticker);
    }

    static Consumer<MongoClientSettings.Builder> from(ReadPreference preference) {
        return settings -> settings.readPreference(preference);
    }

    AttemptAccess attempt(DocumentAccess access, long changedAt, Account account) {
        return access.attempt(changedAt, account, callbacks);
    }

    AttemptAccess attempt(DocumentAccess access, long changedAt) {
        return attempt(access, changedAt, new Spent());
    }

    /** From now on the access's commands are noted and not sent, until what is returned is run. */
    Runnable hold() {
        CountDownLatch hold = new CountDownLatch(1);
        held = hold;
        return hold::countDown;
    }

    private void awaitRelease() {
        try {
            held.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** The cache grows older. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    MongoCollection<Document> collection(String name) {
        return client.getDatabase(SHOP).getCollection(name);
    }

    /** Writes as users do, and tells the cluster time of what was written. */
    long write(Consumer<ClientSession> write) {
        try (ClientSession session = client.startSession()) {
            write.accept(session);
            return session.getOperationTime().getValue();
        }
    }

    /** The commands of this name that the access has sent. */
    List<BsonDocument> sent(String command) {
        return commands.stream()
                .filter(sent -> sent.name().equals(command))
                .map(Sent::command)
                .toList();
    }

    @Override
    public void close() {
        callbacks.shutdownNow();
        client.close();
        standIn.ifPresent(MongoStandIn::close);
    }

    /** Notes what an attempt spends. */
    static final class Spent implements Account {
        private DatabaseCost cost = DatabaseCost.NONE;

        @Override
        public void admit() {}

        @Override
        public synchronized void charge(DatabaseCost more) {
            cost = cost.plus(more);
        }

        synchronized DatabaseCost cost() {
            return cost;
        }
    }
}
