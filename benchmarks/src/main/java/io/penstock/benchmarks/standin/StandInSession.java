package io.penstock.benchmarks.standin;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Comparison;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Side;
import io.penstock.benchmarks.harness.Throughput;
import io.penstock.benchmarks.orders.Orders;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.benchmarks.process.Observation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.bson.RawBsonDocument;

/** Starts a server for each run. For use by one thread. */
final class StandInSession implements Session {
    private static final String DATABASE = "penstock_benchmark";
    private static final String MEASURED = "orders";
    private static final int BATCH = 1_000;
    private static final int DOCUMENT_BYTES = 512;
    private static final long CHANGED_AT = 1_790_000_000_000L;
    private static final int WARM_UP_PERCENT = 30;
    private static final int LOOK_MILLIS = 20;
    private static final int STARTING_SECONDS = 60;
    /** The past is kept in memory, twice: as documents and as what happened to them. In a heap nearly full of it the collector is measured. */
    private static final String HEAP = "-Xmx6g";

    private final Environment environment;
    private final int changes;
    private final int past;
    private final Orders orders = new Orders(DOCUMENT_BYTES);
    private int runs;

    StandInSession(Environment environment) {
        this.environment = environment;
        this.changes = environment.scale() == Scale.QUICK ? 40_000 : 150_000;
        this.past = environment.scale() == Scale.QUICK ? 100_000 : 400_000;
    }

    @Override
    public List<Case> cases() {
        return List.of(
                new Comparison("inserts", "inserts/s", this::inserts),
                new Comparison("events", "changes/s", this::events));
    }

    private double inserts(Side side) throws IOException, InterruptedException {
        int port = freePort();
        try (JavaProcess server = start(
                        side == Side.PENSTOCK ? StandInServer.class : PlainServer.class, port, Integer.MAX_VALUE);
                MongoClient client = MongoClients.create(uri(port))) {
            server.requireAlive();
            Throughput throughput = throughput();
            insert(client, MEASURED, changes, done -> throughput.note(System.nanoTime(), done));
            return throughput.perSecond();
        }
    }

    private double events(Side side) throws IOException, InterruptedException {
        int port = freePort();
        try (JavaProcess server = start(StandInServer.class, port, past);
                MongoClient client = MongoClients.create(uri(port))) {
            if (side == Side.PENSTOCK) {
                environment.progress().now(String.format(Locale.ROOT, "writing a past of %,d changes ...", past));
                insert(client, "past", past, done -> {});
            }
            try (Follower follower =
                    new Follower("mongodb://127.0.0.1:" + port + "/?replicaSet=rs0", DATABASE, MEASURED)) {
                long before = awaitFollowing(server, client, follower);
                Thread writer = new Thread(() -> insert(client, MEASURED, changes, done -> {}), "writer");
                writer.start();
                double perSecond = Observation.perSecond(server, () -> look(follower) - before, throughput());
                writer.join();
                return perSecond;
            }
        }
    }

    /** Makes changes until one comes through, waits until all have, and says how many that were. */
    private static long awaitFollowing(JavaProcess server, MongoClient client, Follower follower) {
        long began = System.nanoTime();
        MongoCollection<RawBsonDocument> collection = collection(client, MEASURED);
        long made = 0;
        while (look(follower) == 0) {
            server.requireAlive();
            if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(STARTING_SECONDS)) {
                throw server.failure("has not told a change within " + STARTING_SECONDS + " s");
            }
            collection.insertOne(RawBsonDocument.parse("{\"probe\": " + made + "}"));
            made++;
        }
        // The last one made comes last.
        long last = 0;
        for (long since = System.nanoTime(); System.nanoTime() - since < TimeUnit.SECONDS.toNanos(1); ) {
            long now = look(follower);
            if (now != last) {
                last = now;
                since = System.nanoTime();
            }
        }
        return last;
    }

    private static long look(Follower follower) {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a run was watched", e);
        }
        return follower.seen();
    }

    private void insert(MongoClient client, String name, int count, LongConsumer done) {
        MongoCollection<RawBsonDocument> collection = collection(client, name);
        List<RawBsonDocument> batch = new ArrayList<>(BATCH);
        for (int order = 0; order < count; order++) {
            batch.add(
                    RawBsonDocument.parse(orders.document(order, 0, CHANGED_AT).toString()));
            if (batch.size() == BATCH || order == count - 1) {
                collection.insertMany(batch);
                batch.clear();
                done.accept(order + 1L);
            }
        }
    }

    private static MongoCollection<RawBsonDocument> collection(MongoClient client, String name) {
        return client.getDatabase(DATABASE).getCollection(name, RawBsonDocument.class);
    }

    private JavaProcess start(Class<? extends Contestant> server, int port, int oplog) throws IOException {
        runs++;
        List<String> jvmOptions = new ArrayList<>(environment.jvmOptions());
        jvmOptions.add(HEAP);
        return JavaProcess.start(
                server,
                jvmOptions,
                Map.of(StandInServer.PORT, Integer.toString(port), StandInServer.OPLOG, Integer.toString(oplog)),
                environment.directory().resolve("server-" + runs + ".log"));
    }

    private Throughput throughput() {
        return new Throughput((long) changes * WARM_UP_PERCENT / 100, changes);
    }

    private static String uri(int port) {
        return "mongodb://127.0.0.1:" + port + "/?directConnection=true&serverSelectionTimeoutMS=60000";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        // Each run has cleared away what it had.
    }
}
