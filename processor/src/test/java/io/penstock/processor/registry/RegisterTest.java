package io.penstock.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.JobIdentity;
import io.penstock.records.JobsRecord.Changes;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Move;
import io.penstock.records.JobsRecord.Stage;
import io.penstock.records.Layout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegisterTest {
    private static final JobIdentity ONE = identity("/one");
    private static final JobIdentity OTHER = identity("/other");

    @Test
    void ofTwoThatBeginAtOnceTheFirstShouldCount_whoeverReadsAndWhenever() {
        Register register = Register.EMPTY
                .with(Deployment.first(new Layout(true, 4)))
                .with(Job.first("copy", ONE))
                .with(Deployment.first(new Layout(true, 8)))
                .with(Job.first("copy", OTHER));

        assertThat(register.job("copy")).map(Job::identity).contains(ONE);
        assertThat(register.deployment()).map(Deployment::layout).contains(new Layout(true, 4));
        assertThat(register.with(Job.first("copy", ONE))).isEqualTo(register);
    }

    @Test
    void whatAMigrationSaysShouldCount_andABeginnerAfterItNot() {
        Job draining = new Job("copy", ONE, 0, Map.of(), Optional.of(new Move(Stage.DRAINING, OTHER)));
        Job seeded = new Job("copy", OTHER, 1, Map.of(), Optional.empty());
        Register register = Register.EMPTY.with(Job.first("copy", ONE));

        assertThat(register.with(draining).job("copy")).contains(draining);
        assertThat(register.with(draining).with(Job.first("copy", OTHER)).job("copy"))
                .contains(draining);
        assertThat(register.with(seeded).with(Job.first("copy", ONE)).job("copy"))
                .contains(seeded);
        assertThat(register.with(seeded)
                        .without(Job.key("copy"))
                        .with(Job.first("copy", ONE))
                        .job("copy"))
                .map(Job::identity)
                .contains(ONE);
    }

    @Test
    void theFirstNumberOfPartitionsShouldCount_untilItIsForgotten() {
        Register register = Register.EMPTY.with(new Changes("p.shop.orders", 4)).with(new Changes("p.shop.people", 6));

        Register grown = register.with(new Changes("p.shop.orders", 8)).with(Job.first("copy", ONE));
        assertThat(grown.changes()).isEqualTo(register.changes());
        assertThat(grown.changes().values()).extracting(Changes::partitions).containsExactlyInAnyOrder(4, 6);
        assertThat(grown.without(Changes.key("p.shop.orders"))
                        .with(new Changes("p.shop.orders", 8))
                        .changes()
                        .values())
                .extracting(Changes::partitions)
                .containsExactlyInAnyOrder(8, 6);
    }

    @Test
    void havingRunAtLeastOnceShouldStick_andChangeNothingElse_untilTasksAreSpreadOtherwise() {
        Deployment first = Deployment.first(new Layout(true, 4));
        Deployment draining = first.becoming(new Layout(true, 8));
        Deployment spread = new Deployment(new Layout(true, 8), 1, Optional.empty());
        Register torn = Register.EMPTY.with(first).with(first.havingRunAtLeastOnce());

        assertThat(torn.deployment()).contains(first.havingRunAtLeastOnce());
        assertThat(torn.with(first)).isEqualTo(torn);
        assertThat(torn.with(draining).deployment()).contains(draining.havingRunAtLeastOnce());
        assertThat(torn.with(draining).with(first.havingRunAtLeastOnce()).deployment())
                .contains(draining.havingRunAtLeastOnce());
        assertThat(torn.with(spread).deployment()).contains(spread);
        assertThat(torn.with(spread).with(first.havingRunAtLeastOnce()).deployment())
                .contains(spread);
    }

    private static JobIdentity identity(String shardKey) {
        return new JobIdentity(
                List.of("shop.orders"), Optional.empty(), Optional.empty(), Optional.of(shardKey), Optional.empty());
    }
}
