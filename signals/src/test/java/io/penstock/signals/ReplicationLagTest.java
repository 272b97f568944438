package io.penstock.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerConnectionState;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lag that follows from what members say of their last write. */
class ReplicationLagTest {
    private final ReplicationLag lag = new ReplicationLag();

    private static ServerDescription member(int port, ServerType type, long wroteSeconds, double askedSeconds) {
        return ServerDescription.builder()
                .address(new ServerAddress("host", port))
                .type(type)
                .ok(type != ServerType.UNKNOWN)
                .state(type == ServerType.UNKNOWN ? ServerConnectionState.CONNECTING : ServerConnectionState.CONNECTED)
                .maxWireVersion(21)
                .lastWriteDate(new Date(wroteSeconds * 1_000))
                .lastUpdateTimeNanos(Math.round(askedSeconds * 1e9))
                .build();
    }

    private static ServerDescription primary(long wroteSeconds, double askedSeconds) {
        return member(1, ServerType.REPLICA_SET_PRIMARY, wroteSeconds, askedSeconds);
    }

    private static ServerDescription secondary(int port, long wroteSeconds, double askedSeconds) {
        return member(port, ServerType.REPLICA_SET_SECONDARY, wroteSeconds, askedSeconds);
    }

    private Optional<Duration> look(ClusterType type, ServerDescription... members) throws UnreadableException {
        return lag.of(new ClusterDescription(ClusterConnectionMode.MULTIPLE, type, List.of(members)));
    }

    private Optional<Duration> look(ServerDescription... members) throws UnreadableException {
        return look(ClusterType.REPLICA_SET, members);
    }

    @Test
    void theOneThatIsFarthestBehindShouldCount() throws UnreadableException {
        look(primary(1_000, 50), secondary(2, 998, 50), secondary(3, 990, 50));

        assertThat(look(primary(1_001, 51), secondary(2, 1_000, 51), secondary(3, 991, 51)))
                .contains(Duration.ofSeconds(10));
    }

    @Test
    void whenEachWasAskedShouldBeTakenIntoAccount() throws UnreadableException {
        look(primary(1_000, 50), secondary(2, 994, 50));

        assertThat(look(primary(1_000, 50), secondary(2, 997, 54))).contains(Duration.ofSeconds(7));
        assertThat(look(primary(1_005, 55), secondary(2, 1_000, 54))).contains(Duration.ZERO);
    }

    @Test
    void anIdleSetShouldHaveNoLag_whicheverWasAskedFirst() throws UnreadableException {
        // The primary writes a no-op every ten seconds, and the secondary has it a little later.
        for (int second = 100; second < 140; second++) {
            for (double phase : new double[] {0.0, 0.06, 0.3, 0.96}) {
                double secondaryAsked = second + phase;
                double primaryAsked = second + 0.05;
                assertThat(look(
                                        primary(noop(primaryAsked), primaryAsked),
                                        secondary(2, noop(secondaryAsked - 0.1), secondaryAsked))
                                .orElse(Duration.ZERO))
                        .isZero();
            }
        }
    }

    private static long noop(double seconds) {
        return (long) Math.floor(seconds / 10) * 10;
    }

    @Test
    void oneThatStandsStillOnASetThatIsWrittenToShouldFallBehind() throws UnreadableException {
        for (int second = 0; second < 20; second++) {
            look(primary(1_000 + second, second), secondary(2, 1_000, second));
        }

        assertThat(look(primary(1_020, 20), secondary(2, 1_000, 20))).contains(Duration.ofSeconds(20));
    }

    @Test
    void whatAnEarlierPrimaryHadShouldNotCount() throws UnreadableException {
        look(primary(1_000, 50), secondary(2, 990, 50));

        assertThat(look(secondary(1, 995, 53), member(2, ServerType.REPLICA_SET_PRIMARY, 995, 52.5)))
                .isEmpty();
    }

    @Test
    void oneThatIsAwayShouldNotCount() throws UnreadableException {
        look(primary(1_000, 50), secondary(2, 999, 50));

        assertThat(look(primary(1_001, 51), secondary(2, 1_000, 51), member(3, ServerType.UNKNOWN, 1, 1)))
                .contains(Duration.ZERO);
    }

    @Test
    void nothingShouldBeTold_beforeASecondaryHadTimeToFollow() throws UnreadableException {
        assertThat(look(primary(1_000, 50), secondary(2, 990, 50))).isEmpty();
    }

    @Test
    void withoutAPrimaryOrASecondaryThereShouldBeNoLagAndAReason() {
        assertThatThrownBy(() -> look(secondary(2, 999, 50)))
                .isInstanceOfSatisfying(
                        UnreadableException.class,
                        wrong -> assertThat(wrong.kind()).contains("no primary"));
        assertThatThrownBy(() -> look(primary(1_000, 50)))
                .isInstanceOfSatisfying(
                        UnreadableException.class,
                        wrong -> assertThat(wrong.kind()).contains("no secondary"));
    }

    @Test
    void aShardedClusterShouldBeToldToUseAProbe() {
        assertThatThrownBy(() -> look(ClusterType.SHARDED, member(1, ServerType.SHARD_ROUTER, 1_000, 50)))
                .isInstanceOfSatisfying(
                        UnreadableException.class,
                        wrong -> assertThat(wrong.kind() + ": " + wrong.detail())
                                .contains("sharded")
                                .contains("'probe'"));
    }
}
