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
import org.junit.jupiter.api.Test;

/** The lag that follows from what members say of their last write. */
class ReplicationLagTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static ServerDescription member(int port, ServerType type, long wroteSeconds, long askedSeconds) {
        return ServerDescription.builder()
                .address(new ServerAddress("host", port))
                .type(type)
                .ok(type != ServerType.UNKNOWN)
                .state(type == ServerType.UNKNOWN ? ServerConnectionState.CONNECTING : ServerConnectionState.CONNECTED)
                .maxWireVersion(21)
                .lastWriteDate(new Date(wroteSeconds * 1_000))
                .lastUpdateTimeNanos(askedSeconds * SECOND)
                .build();
    }

    private static Duration lag(ServerDescription... members) throws UnreadableException {
        return ReplicationLagQuestion.lag(
                new ClusterDescription(ClusterConnectionMode.MULTIPLE, ClusterType.REPLICA_SET, List.of(members)));
    }

    @Test
    void theOneThatIsFarthestBehindShouldCount() throws UnreadableException {
        assertThat(lag(
                        member(1, ServerType.REPLICA_SET_PRIMARY, 1_000, 50),
                        member(2, ServerType.REPLICA_SET_SECONDARY, 998, 50),
                        member(3, ServerType.REPLICA_SET_SECONDARY, 990, 50)))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whenEachWasAskedShouldBeTakenIntoAccount() throws UnreadableException {
        assertThat(lag(
                        member(1, ServerType.REPLICA_SET_PRIMARY, 1_000, 50),
                        member(2, ServerType.REPLICA_SET_SECONDARY, 1_002, 55)))
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void oneThatWasAskedLaterAndIsNotBehindShouldHaveNoLag() throws UnreadableException {
        assertThat(lag(
                        member(1, ServerType.REPLICA_SET_PRIMARY, 1_000, 50),
                        member(2, ServerType.REPLICA_SET_SECONDARY, 1_003, 52)))
                .isZero();
    }

    @Test
    void oneThatIsAwayShouldNotCount() throws UnreadableException {
        assertThat(lag(
                        member(1, ServerType.REPLICA_SET_PRIMARY, 1_000, 50),
                        member(2, ServerType.REPLICA_SET_SECONDARY, 999, 50),
                        member(3, ServerType.UNKNOWN, 1, 1)))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void withoutAPrimaryOrASecondaryThereShouldBeNoLagAndAReason() {
        assertThatThrownBy(() -> lag(member(2, ServerType.REPLICA_SET_SECONDARY, 999, 50)))
                .isInstanceOfSatisfying(
                        UnreadableException.class,
                        wrong -> assertThat(wrong.kind()).contains("no primary"));
        assertThatThrownBy(() -> lag(member(1, ServerType.REPLICA_SET_PRIMARY, 1_000, 50)))
                .isInstanceOfSatisfying(
                        UnreadableException.class,
                        wrong -> assertThat(wrong.kind()).contains("no secondary"));
    }
}
