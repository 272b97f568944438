package io.penstock.cli.demo;

import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.connection.ClusterDescription;
import io.penstock.cli.check.Journal;
import io.penstock.cli.check.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a shop's life at a pace of its own: each write has its time, and is late if the database is slow; the next ones are
 * due all the same (an open loop), so that slowness shows in the latency and not in fewer writes.
 *
 * <p>Threads: its own write; all methods may be called by any.
 */
final class ShopWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShopWriter.class);
    private static final int THREADS = 8;
    private static final Duration STOPPING = Duration.ofMillis(500);

    private final MongoClient client;
    private final Journal journal;
    private final Plan plan;
    private final Consumer<Write> sending;
    private final InstantSource clock;
    private final AtomicLong acknowledged = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /**
     * What is to be written.
     *
     * @param changes how many changes; {@link Long#MAX_VALUE} for no end
     * @param pace when each is due; this plan's alone
     * @param seed decides everything that chance decides
     * @param numbers first part of the orders' numbers: tells this run's from others'
     */
    record Plan(long changes, Pace pace, long seed, String numbers) {}

    /**
     * @param client the database; the writer does not close it
     * @param journal where writes are noted; the writer does not close it
     * @param sending told of each write before it is sent
     */
    ShopWriter(MongoClient client, Journal journal, Plan plan, Consumer<Write> sending, InstantSource clock) {
        this.client = client;
        this.journal = journal;
        this.plan = plan;
        this.sending = sending;
        this.clock = clock;
    }

    /** Begins to write. To be called once. */
    void start() {
        plan.pace().begin(clock.instant());
        for (int i = 0; i < THREADS; i++) {
            int shop = i;
            Thread thread = new Thread(() -> write(shop), "shop-writer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** How many writes the database has acknowledged. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Whether all is written, or the writer was stopped. */
    boolean isDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Stops writing, and waits for what has been sent. */
    @Override
    public void close() {
        stop.countDown();
        long deadline = System.nanoTime() + STOPPING.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(int shop) {
        ShopLife life = new ShopLife(new Random(plan.seed() + shop), plan.numbers() + shop);
        MongoCollection<Document> orders = client.getDatabase(DemoNames.DATABASE)
                .getCollection(DemoNames.COLLECTION)
                .withWriteConcern(concern(client.getClusterDescription()));
        try (ClientSession session = client.startSession()) {
            OrderWriter writer = new OrderWriter(orders, session, journal, sending);
            while (true) {
                Step planned = life.next();
                Pace.Turn turn = plan.pace().next(planned.changes());
                Step step = turn.number() + planned.changes() > plan.changes() ? planned.once() : planned;
                if (turn.number() >= plan.changes() || stop.await(untilNanos(turn.due()), TimeUnit.NANOSECONDS)) {
                    return;
                }
                int done = writer.carryOut(step, turn.due());
                acknowledged.addAndGet(done);
                if (done < step.changes()) {
                    life.giveUp(step.order());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The shop's writer {} ended: {}", shop, e.getMessage(), e);
        }
    }

    /**
     * What counts as written. A member that alone has data in its set has nobody to wait for, and the stream tells only what a
     * majority has. Where there are more, an election can take back what only one of them has: nobody would have lost it.
     */
    static WriteConcern concern(ClusterDescription cluster) {
        boolean alone = cluster.getServerDescriptions().stream()
                .anyMatch(server -> server.isPrimary()
                        && server.getHosts().size() + server.getPassives().size() == 1);
        return alone ? WriteConcern.W1 : WriteConcern.MAJORITY;
    }

    private long untilNanos(Instant intended) {
        return Math.max(0, Duration.between(clock.instant(), intended).toNanos());
    }
}
