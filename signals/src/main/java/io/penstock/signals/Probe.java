package io.penstock.signals;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.penstock.settings.GovernorSettings.SignalSettings;
import io.penstock.settings.SignalOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * A canary: reads documents by {@code _id} at a steady rate, from the primary, on connections of its own, and tells how
 * long each took, counted from when it was due. {@link ProbeSchedule} says when.
 *
 * <p>It goes round a sample of the collection's ids, which it draws anew now and then. In an empty collection it looks for
 * what is not there, which takes the same way.
 *
 * <p>A read that is not answered in time counts with the time that it had; one that fails for another reason says nothing of
 * the latency, and only that is told.
 *
 * <p>Threads: one that sends the reads off when they are due, and a pool of those that wait for answers.
 */
final class Probe implements SignalSource {
    private static final int SAMPLE = 100;
    private static final Duration SAMPLE_HOLDS = Duration.ofMinutes(10);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** Long, for a stall is heard of while it lasts, and giving up on a connection sooner only means opening another. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SignalSettings signal;
    private final SignalOrigin.Probe origin;
    private final DatabaseClient database;
    private final Misreadings misreadings;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<BsonValue> ids = List.of(BsonNull.VALUE);
    private volatile boolean closed;
    private final Thread thread;
    private volatile Readings readings = Silent.READINGS;

    Probe(SignalSettings signal, SignalOrigin.Probe origin, DatabaseClient database) {
        this.signal = signal;
        this.origin = origin;
        this.database = database;
        this.misreadings = new Misreadings(signal.name());
        this.thread = new Thread(this::live, "penstock-probe-" + signal.name());
        thread.setDaemon(true);
    }

    @Override
    public void start(Readings to) {
        readings = to;
        thread.start();
    }

    @Override
    public String name() {
        return signal.name();
    }

    @Override
    public long unreadable() {
        return misreadings.count();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void live() {
        while (!closed) {
            int room = schedule().room();
            try (MongoClient client = database.open(room + 1, TIMEOUT, HEARTBEAT)) {
                int dot = origin.collection().indexOf('.');
                probe(client.getDatabase(origin.collection().substring(0, dot))
                        .getCollection(origin.collection().substring(dot + 1), RawBsonDocument.class));
            } catch (MongoInterruptedException | InterruptedException end) {
                return;
            } catch (RuntimeException failed) {
                if (closed) {
                    return;
                }
                misreadings.add(
                        "the probe cannot begin to read " + origin.collection(),
                        Unanswered.why(failed) + "; it is tried again every second");
                LockSupport.parkNanos(BEFORE_ANOTHER_TRY.toNanos());
            }
        }
    }

    private ProbeSchedule schedule() {
        return new ProbeSchedule(origin.perSecond(), signal.latency(), System.nanoTime(), nanos -> {
            if (!closed) {
                readings.latency(signal.name(), nanos);
            }
        });
    }

    private void probe(MongoCollection<RawBsonDocument> collection) throws InterruptedException {
        ids = sample(collection);
        ProbeSchedule warm = schedule();
        ThreadPoolExecutor readers = readers(warm.room() + 1);
        try {
            // Who reads first pays for the connection, and that is none of the foreground's latency.
            readers.invokeAll(Collections.nCopies(warm.room(), (Callable<Boolean>) () -> read(collection)));
            run(new Rounds(schedule(), collection, readers));
        } finally {
            readers.shutdownNow();
        }
    }

    private void run(Rounds rounds) {
        long drawn = System.nanoTime();
        while (!closed) {
            long now = System.nanoTime();
            if (now - drawn > SAMPLE_HOLDS.toNanos()) {
                drawn = now;
                rounds.drawIds();
            }
            LockSupport.parkNanos(rounds.send(now));
        }
    }

    private static ThreadPoolExecutor readers(int count) {
        ThreadPoolExecutor readers =
                new ThreadPoolExecutor(count, count, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "penstock-probe-read");
                    thread.setDaemon(true);
                    return thread;
                });
        readers.prestartAllCoreThreads();
        return readers;
    }

    private List<BsonValue> sample(MongoCollection<RawBsonDocument> collection) {
        List<BsonValue> found = new ArrayList<>();
        collection
                .withDocumentClass(BsonDocument.class)
                .aggregate(List.of(Aggregates.sample(SAMPLE), Aggregates.project(Projections.include("_id"))))
                .forEach(document -> found.add(document.get("_id")));
        return found.isEmpty() ? List.of(BsonNull.VALUE) : List.copyOf(found);
    }

    /** Whether there was an answer, or none within the time for it. */
    private boolean read(MongoCollection<RawBsonDocument> collection) {
        List<BsonValue> known = ids;
        BsonValue id = known.get(Math.floorMod(turn.getAndIncrement(), known.size()));
        try {
            collection.find(Filters.eq("_id", id)).first();
            misreadings.none();
            return true;
        } catch (MongoSocketReadTimeoutException | MongoTimeoutException late) {
            return true;
        } catch (MongoInterruptedException end) {
            return false;
        } catch (MongoException | IllegalStateException failed) {
            if (!closed) {
                misreadings.add("the probe's read of " + origin.collection() + " failed", Unanswered.why(failed));
            }
            return false;
        }
    }

    /** The reads of one connection's life. */
    private final class Rounds {
        private final ProbeSchedule schedule;
        private final MongoCollection<RawBsonDocument> collection;
        private final ThreadPoolExecutor readers;

        private Rounds(
                ProbeSchedule schedule, MongoCollection<RawBsonDocument> collection, ThreadPoolExecutor readers) {
            this.schedule = schedule;
            this.collection = collection;
            this.readers = readers;
        }

        /** Sends what is due; says how long nothing more is. */
        private long send(long now) {
            List<Long> due;
            long next;
            synchronized (schedule) {
                due = schedule.due(now);
                next = schedule.next();
            }
            due.forEach(time -> readers.execute(() -> readAll(time)));
            return Math.max(0, next - System.nanoTime());
        }

        private void drawIds() {
            readers.execute(() -> {
                try {
                    ids = sample(collection);
                } catch (MongoException | IllegalStateException notNow) {
                    // The ids that are known still do: who is gone is looked for all the same.
                }
            });
        }

        /** Reads, and then what waits, until nothing does. */
        private void readAll(long first) {
            Optional<Long> due = Optional.of(first);
            while (due.isPresent() && !closed) {
                boolean answered = read(collection);
                synchronized (schedule) {
                    due = schedule.ended(due.get(), System.nanoTime(), answered);
                }
            }
        }
    }
}
