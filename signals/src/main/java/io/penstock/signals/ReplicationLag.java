package io.penstock.signals;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerDescription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Date;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How far secondaries lag, from what the members of a replica set say of their last write. MongoDB's specification of maximum
 * staleness compares how old the last write was at each, which is right while the primary is written to. On an idle set it
 * is not: the last write is a no-op every 10 s, and a secondary that was asked just before it, and the primary just after,
 * seem 10 s apart. So a secondary lags only if it has not got what the primary had {@link #GRACE} before.
 *
 * <p>For one thread.
 */
final class ReplicationLag {
    /** Longer than a write takes to a secondary that follows; the lag is known in whole seconds. */
    private static final long GRACE = Duration.ofSeconds(1).toNanos();

    /** More than are younger than the grace, for as long as any member's answer counts. */
    private static final int MOST_LOOKS = 64;

    private final Deque<Look> primary = new ArrayDeque<>();

    /** What the primary said, and when: by a clock that begins anywhere, in nanoseconds. */
    private record Look(ServerAddress address, long asked, long wrote) {}

    /**
     * Takes in what is known of the members.
     *
     * @return how far the secondary that is farthest behind is behind; empty as long as none can be told about. A member that
     *     cannot be reached does not count: it would stop background work for as long as it is away
     * @throws UnreadableException if the primary or each of the secondaries cannot be seen
     */
    Optional<Duration> of(ClusterDescription cluster) throws UnreadableException {
        if (cluster.getType() == ClusterType.SHARDED) {
            throw new UnreadableException(
                    "a sharded cluster's router does not say how far secondaries lag",
                    "Take the signal out, for the limit stays at its floor as long as it is silent, and use a 'probe'");
        }
        Look now = members(cluster)
                .filter(ServerDescription::isPrimary)
                .flatMap(server -> look(server).stream())
                .findFirst()
                .orElseThrow(() -> new UnreadableException(
                        "no primary of the replica set can be seen",
                        "It is looked for all the time; see to the server"));
        remember(now);
        if (members(cluster).noneMatch(ServerDescription::isSecondary)) {
            throw new UnreadableException(
                    "no secondary of the replica set can be seen",
                    "A replica set of one member has no lag: take the signal out, or add members");
        }
        return members(cluster)
                .filter(ServerDescription::isSecondary)
                .flatMap(server -> look(server).stream())
                .flatMap(secondary -> behind(secondary).stream())
                .max(Comparator.naturalOrder());
    }

    private void remember(Look now) {
        if (!primary.isEmpty() && !primary.getLast().address().equals(now.address())) {
            // What the one before had, and took along, nobody has to catch up with.
            primary.clear();
        }
        if (primary.isEmpty() || primary.getLast().asked() != now.asked()) {
            primary.addLast(now);
        }
        if (primary.size() > MOST_LOOKS) {
            primary.removeFirst();
        }
    }

    private Optional<Duration> behind(Look secondary) {
        for (Iterator<Look> looks = primary.descendingIterator(); looks.hasNext(); ) {
            Look look = looks.next();
            long since = secondary.asked() - look.asked();
            if (since >= GRACE) {
                return Optional.of(
                        secondary.wrote() >= look.wrote()
                                ? Duration.ZERO
                                : Duration.ofNanos(look.wrote() - secondary.wrote() + since));
            }
        }
        return Optional.empty();
    }

    private static Stream<ServerDescription> members(ClusterDescription cluster) {
        return cluster.getServerDescriptions().stream().filter(ServerDescription::isOk);
    }

    private static Optional<Look> look(ServerDescription server) {
        Date written = server.getLastWriteDate();
        return written == null
                ? Optional.empty()
                : Optional.of(new Look(
                        server.getAddress(),
                        server.getLastUpdateTime(TimeUnit.NANOSECONDS),
                        TimeUnit.MILLISECONDS.toNanos(written.getTime())));
    }
}
