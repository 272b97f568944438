package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerConnectionState;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the shop takes for written. */
class ShopWriterTest {
    private static WriteConcern concern(
            ServerType type, Set<String> hosts, Set<String> passives, Set<String> arbiters) {
        ServerDescription server = ServerDescription.builder()
                .address(new ServerAddress("a", 1))
                .ok(true)
                .state(ServerConnectionState.CONNECTED)
                .type(type)
                .hosts(hosts)
                .passives(passives)
                .arbiters(arbiters)
                .build();
        return ShopWriter.concern(
                new ClusterDescription(ClusterConnectionMode.MULTIPLE, ClusterType.UNKNOWN, List.of(server)));
    }

    @Test
    void aMemberThatAloneHasDataShouldBeEnough() {
        assertThat(concern(ServerType.REPLICA_SET_PRIMARY, Set.of("a:1"), Set.of(), Set.of()))
                .isEqualTo(WriteConcern.W1);
        assertThat(concern(ServerType.REPLICA_SET_PRIMARY, Set.of("a:1"), Set.of(), Set.of("b:1", "c:1")))
                .isEqualTo(WriteConcern.W1);
    }

    @Test
    void aMajorityShouldHaveIt_whereAnotherCouldBeElected_orThatIsNotKnown() {
        assertThat(concern(ServerType.REPLICA_SET_PRIMARY, Set.of("a:1", "b:1", "c:1"), Set.of(), Set.of()))
                .isEqualTo(WriteConcern.MAJORITY);
        assertThat(concern(ServerType.REPLICA_SET_PRIMARY, Set.of("a:1"), Set.of("b:1"), Set.of("c:1")))
                .isEqualTo(WriteConcern.MAJORITY);
        assertThat(concern(ServerType.REPLICA_SET_SECONDARY, Set.of("a:1"), Set.of(), Set.of()))
                .isEqualTo(WriteConcern.MAJORITY);
        assertThat(concern(ServerType.SHARD_ROUTER, Set.of(), Set.of(), Set.of()))
                .isEqualTo(WriteConcern.MAJORITY);
    }
}
