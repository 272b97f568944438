package io.penstock.signals;

import com.mongodb.client.MongoClient;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks at what each member of the replica set says to anybody who greets it: when its last write was ({@code lastWrite} of
 * {@code hello}, which the driver asks of all members anyway). So no permission is needed, and no command is sent. The lag
 * is told in whole seconds; see {@link ReplicationLag}.
 *
 * <p>For one thread.
 */
final class ReplicationLagQuestion implements PeriodicSource.Question {
    /** At most so long from one look to the next, however seldom it is told: what the primary had is compared with. */
    static final Duration MOST_BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final Duration LEAST_HEARTBEAT = Duration.ofMillis(500);

    private final MongoClient client;
    private final ReplicationLag lag = new ReplicationLag();
    private final long looksPerReading;
    private long looks;
    private long due;

    /**
     * @param interval from one reading to the next; looks are {@link #MOST_BETWEEN_LOOKS} apart, or that
     */
    ReplicationLagQuestion(DatabaseClient database, Duration interval) {
        this.client = database.open(
                1, Periods.timeout(interval), Periods.between(LEAST_HEARTBEAT, interval, MOST_BETWEEN_LOOKS));
        this.looksPerReading = Math.max(1, interval.dividedBy(MOST_BETWEEN_LOOKS));
    }

    /** How long it is from one look to the next, for readings at this interval. */
    static Duration betweenLooks(Duration interval) {
        return Periods.between(Duration.ZERO, interval, MOST_BETWEEN_LOOKS);
    }

    @Override
    public void ask(PeriodicSource.Telling to) throws UnreadableException {
        Optional<Duration> found = lag.of(client.getClusterDescription());
        looks++;
        if (found.isPresent() && looks >= due) {
            to.reading(found.get().toNanos());
            due = looks + looksPerReading;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
