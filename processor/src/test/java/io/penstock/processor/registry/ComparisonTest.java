package io.penstock.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Move;
import io.penstock.records.JobsRecord.Stage;
import io.penstock.records.Layout;
import io.penstock.settings.JobSettings.Snapshot;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final TestJob COPY = TestJob.named("copy").shardKey("/customer");

    @Test
    void theSameShouldRun_andWhatHasNothingToDoWithTheIdentityMayChange() {
        Register register = recorded(TestSettings.of(
                TestJob.named("copy").shardKey("/customer").collections("shop.orders", "crm.notes"),
                TestJob.named("gone").taskId("/a")));
        Settings changed = TestSettings.of(
                TestJob.named("copy")
                        .shardKey("/customer")
                        .collections("crm.notes", "shop.orders")
                        .when("op != 'd'")
                        .snapshot(Snapshot.SEED)
                        .content("/total")
                        .once()
                        .queued("max-attempts: 7"),
                TestJob.named("new").version("/v"));

        assertThatCode(() -> new Comparison(changed, register).check()).doesNotThrowAnyException();
        assertThatCode(() -> new Comparison(changed, Register.EMPTY).check()).doesNotThrowAnyException();
    }

    @Test
    void whatChangedShouldBeTold_withItsPlaceAndWhatToDo() {
        Register register =
                recorded(TestSettings.of(COPY, TestJob.named("other").version("/v")));
        Settings changed = TestSettings.of(
                TestJob.named("other").version("/revision"),
                TestJob.named("copy").taskId("/number").shardKey("/region").collections("shop.*"));

        JobsChangedException refusal = refusal(changed, register);
        assertThat(refusal).hasMessageContaining("jobs migrate copy --config FILE");
        assertThat(refusal.text(
                                problem -> "penstock.yaml:" + problem.pointer() + ": " + problem.message(),
                                "penstock.yaml")
                        .lines())
                .containsExactly(
                        "penstock.yaml:/jobs/0/version: The version of job 'other' was /v and is /revision.",
                        "penstock.yaml:/jobs/1/collection: The collection of job 'copy' was shop.orders and is shop.*.",
                        "penstock.yaml:/jobs/1/task-id: The task-id of job 'copy' was the document's id and is /number.",
                        "penstock.yaml:/jobs/1/shard-key: The shard-key of job 'copy' was /customer and is /region.",
                        "What is open, and what is known of documents, was recorded under what was, and would not be found"
                                + " again. Put it back; or stop all processors, have it moved, and start them with this"
                                + " configuration:",
                        "  penstock jobs migrate copy --config penstock.yaml",
                        "  penstock jobs migrate other --config penstock.yaml");
    }

    @Test
    void anotherOrderShouldBeTold_sinceOpenTasksStandInTheLanesOfTheOneBefore() {
        Register register = recorded(TestSettings.of(TestJob.named("copy").queued("order: none")));
        assertThat(refusal(TestSettings.of(TestJob.named("copy").queued("max-attempts: 2")), register))
                .hasMessageContaining("The order of job 'copy' was none and is shard-key.")
                .hasMessageContaining("jobs migrate copy");
    }

    @Test
    void whatWasRecordedWithoutAnOrderShouldNotBeHeldAgainstOne() {
        Register register = recorded(TestSettings.of(TestJob.named("copy")));
        Settings queued = TestSettings.of(TestJob.named("copy").queued("order: none"));

        assertThatCode(() -> new Comparison(queued, register).check()).doesNotThrowAnyException();
        assertThat(Identities.of(queued.jobs().get(0))
                        .agreesWith(register.job("copy").orElseThrow().identity()))
                .isTrue();
    }

    @Test
    void whatMovesAllTasksShouldBeToldOnce() {
        Register local = recorded(TestSettings.of(TestJob.named("plain"), TestJob.named("copy")));
        Settings sharded = TestSettings.of(TestJob.named("plain"), COPY);
        assertThat(refusal(sharded, local).text(Problem::pointer, "f").lines())
                .containsSubsequence("/jobs/1/shard-key", "  penstock jobs migrate --all --config f");
        assertThat(refusal(TestSettings.of(TestJob.named("copy")), recorded(sharded)))
                .hasMessageContaining("now none has")
                .hasMessageContaining("jobs migrate --all");

        Register wider = new Register(recorded(sharded).jobs(), Optional.of(Deployment.first(new Layout(true, 12))));
        assertThat(refusal(sharded, wider))
                .hasMessageContaining("topics.partitions was 12 and is 4.")
                .hasMessageContaining("jobs migrate --all");
    }

    @Test
    void nothingShouldRunWhileAJobIsDrained_butWhileItIsSeeded() {
        Settings settings = TestSettings.of(COPY);
        Register register = recorded(settings);
        Job job = register.job("copy").orElseThrow();
        Job draining =
                new Job("copy", job.identity(), 0, Map.of(), Optional.of(new Move(Stage.DRAINING, job.identity())));
        Job seeding =
                new Job("copy", job.identity(), 1, Map.of(), Optional.of(new Move(Stage.SEEDING, job.identity())));

        assertThat(refusal(settings, register.with(draining)))
                .hasMessageContaining("under way")
                .hasMessageContaining("jobs migrate copy");
        assertThatCode(() -> new Comparison(settings, register.with(seeding)).check())
                .doesNotThrowAnyException();
        Layout layout = register.deployment().orElseThrow().layout();
        assertThat(refusal(settings, register.with(new Deployment(layout, 0, Optional.of(layout)))))
                .hasMessageContaining("jobs migrate --all");
    }

    private static Register recorded(Settings settings) {
        Register register = Register.EMPTY.with(Deployment.first(Identities.layout(settings)));
        for (var job : settings.jobs()) {
            register = register.with(Job.first(job.name(), Identities.of(job)));
        }
        return register;
    }

    private static JobsChangedException refusal(Settings settings, Register register) {
        JobsChangedException refusal =
                catchThrowableOfType(JobsChangedException.class, () -> new Comparison(settings, register).check());
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
