package io.penstock.signals;

import com.mongodb.client.MongoClient;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import java.time.Duration;
import java.util.Comparator;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks at what each member of the replica set says to anybody who greets it: when its last write was ({@code lastWrite} of
 * {@code hello}, which the driver asks of all members anyway). So no permission is needed, and no command is sent. The lag
 * is what MongoDB's specification of maximum staleness makes of it: how much older the secondary's last write was when it was
 * asked than the primary's was when that was asked. It is told in whole seconds.
 *
 * <p>For one thread.
 */
final class ReplicationLagQuestion implements PeriodicSource.Question {
    private static final Duration LEAST_HEARTBEAT = Duration.ofMillis(500);
    private static final Duration MOST_HEARTBEAT = Duration.ofSeconds(10);

    private final MongoClient client;

    ReplicationLagQuestion(DatabaseClient database, Duration interval) {
        this.client =
                database.open(1, Periods.timeout(interval), Periods.between(LEAST_HEARTBEAT, interval, MOST_HEARTBEAT));
    }

    @Override
    public void ask(PeriodicSource.Telling to) throws UnreadableException {
        to.reading(lag(client.getClusterDescription()).toNanos());
    }

    /**
     * How far the secondary that is farthest behind is behind. A member that cannot be reached does not count: it would
     * stop background work for as long as it is away.
     *
     * @throws UnreadableException if the primary or each of the secondaries cannot be seen
     */
    static Duration lag(ClusterDescription cluster) throws UnreadableException {
        Optional<Long> primary = members(cluster)
                .filter(ServerDescription::isPrimary)
                .flatMap(server -> age(server).stream())
                .findFirst();
        if (primary.isEmpty()) {
            throw new UnreadableException(
                    "no primary of the replica set can be seen", "It is looked for all the time; see to the server");
        }
        Optional<Long> oldest = members(cluster)
                .filter(ServerDescription::isSecondary)
                .flatMap(server -> age(server).stream())
                .max(Comparator.naturalOrder());
        if (oldest.isEmpty()) {
            throw new UnreadableException(
                    "no secondary of the replica set can be seen",
                    "A replica set of one member has no lag: take the signal out, or add members");
        }
        return Duration.ofNanos(Math.max(0, oldest.get() - primary.get()));
    }

    private static Stream<ServerDescription> members(ClusterDescription cluster) {
        return cluster.getServerDescriptions().stream().filter(ServerDescription::isOk);
    }

    /** How old its last write was when it was asked, by a clock that begins anywhere, in nanoseconds. */
    private static Optional<Long> age(ServerDescription server) {
        Date written = server.getLastWriteDate();
        return written == null
                ? Optional.empty()
                : Optional.of(server.getLastUpdateTime(TimeUnit.NANOSECONDS)
                        - TimeUnit.MILLISECONDS.toNanos(written.getTime()));
    }

    @Override
    public void close() {
        client.close();
    }
}
