package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tasks that may have ended their process, tried in less and less company. */
class SuspicionTest {
    private final PartitionFixture fixture = new PartitionFixture();
    private final MemoryRows backlog = new MemoryRows();
    private TaskPartition partition = fixture.partition(backlog);

    /** Two processes that end within moments while so many tasks run, each in a lane of its own. */
    private void endTwice(int tasks) {
        IntStream.range(0, tasks).forEach(this::arrive);
        settle();
        runAll();
        die();
        settle();
        assertThat(runAll()).hasSize(tasks);
        die();
    }

    private void arrive(int document) {
        partition.arrive(new Arrival(Intent.RUN, Tasks.ofDocument(Integer.toString(document)), false), document, 0);
    }

    /** The process ends, and another has the partition. */
    private void die() {
        fixture.crash();
        partition = fixture.partition(backlog);
    }

    private void settle() {
        for (int look = 0; look < 2; look++) {
            PartitionFixture.commit(partition);
            partition.tick();
        }
    }

    /** All that is handed out begins; what runs. */
    private List<RunningAttempt> runAll() {
        fixture.turns().stream().filter(turn -> turn.current().isEmpty()).forEach(Turn::next);
        fixture.tell(partition);
        PartitionFixture.commit(partition);
        return fixture.turns().stream().flatMap(turn -> turn.current().stream()).toList();
    }

    private void succeed(RunningAttempt attempt) {
        attempt.end(new Completion.Succeeded(Raw.of("1")));
        fixture.turns().remove(attempt.turn());
        fixture.tell(partition);
    }

    private static List<String> ids(List<RunningAttempt> attempts) {
        return attempts.stream()
                .map(attempt -> attempt.work().attempt().task().key().taskId())
                .toList();
    }

    private Stream<Output> lost() {
        return fixture.outputs().stream().filter(Output.LostTask.class::isInstance);
    }

    @Test
    void shouldBlameWhatEndsTheProcess_amongOthers_thenAmongFew_thenAlone() {
        endTwice(1);
        settle();
        runAll();
        die();
        assertThat(lost()).as("it was among few").isEmpty();
        settle();
        runAll();
        die();

        assertThat(lost()).as("it was alone").hasSize(1);
    }

    @Test
    void shouldBlameNobody_whenTheProcessIsKilledOnceWhileSuspectsAreTried() {
        endTwice(3);
        settle();
        assertThat(runAll()).hasSize(3);
        die();
        for (int suspect = 0; suspect < 3; suspect++) {
            settle();
            assertThat(runAll()).hasSize(1).allSatisfy(this::succeed);
        }

        assertThat(lost()).isEmpty();
        assertThat(fixture.results()).isEqualTo(3);
    }

    @Test
    void shouldTryNoMoreThanAFewAtATime_andNothingElseBesideThem() {
        endTwice(20);
        arrive(20);
        settle();
        assertThat(runAll()).hasSize(8);
        runAll().subList(0, 3).forEach(this::succeed);
        settle();
        assertThat(runAll()).as("as soon as there is room").hasSize(8);
        while (fixture.results() < 12) {
            succeed(runAll().get(0));
            settle();
        }
        assertThat(ids(runAll())).as("the last suspects").hasSize(8).doesNotContain("20");
        runAll().forEach(this::succeed);
        settle();

        assertThat(ids(runAll())).containsExactly("20");
    }

    @Test
    void shouldGoOnToTheNext_whenSomeHaveLivedForLongEnough() {
        endTwice(20);
        arrive(20);
        for (int group = 1; group <= 3; group++) {
            settle();
            assertThat(runAll()).hasSize(Math.min(20, group * 8));
            fixture.pass(Duration.ofSeconds(5));
            partition.tick();
            fixture.pass(Duration.ofSeconds(5));
            partition.tick();
        }
        settle();

        assertThat(runAll()).as("the last group has lived for as long").hasSize(21);
        die();
        settle();
        assertThat(runAll()).as("the assignment was proven").hasSize(21);
    }

    @Test
    void shouldTryThoseFirst_whoWereAmongFew() {
        endTwice(20);
        settle();
        List<String> acquitted = ids(runAll());
        fixture.pass(Duration.ofSeconds(10));
        partition.tick();
        settle();
        assertThat(runAll()).hasSize(16);
        die();
        for (int suspect = 0; suspect < 8; suspect++) {
            settle();
            assertThat(ids(runAll())).hasSize(1).doesNotContainAnyElementsOf(acquitted);
            runAll().forEach(this::succeed);
        }
        settle();

        assertThat(ids(runAll())).hasSameElementsAs(acquitted);
    }

    @Test
    void shouldHoldUpNobody_forASuspectThatIsCancelledWhileItWaits() {
        endTwice(2);
        settle();
        runAll();
        die();
        arrive(2);
        settle();
        assertThat(ids(runAll())).containsExactly("0");
        fixture.pass(Duration.ofSeconds(10));
        partition.command(new Command("c", Optional.empty(), new Cancel("job", Optional.of("shop.orders"), "1")), 0);
        partition.tick();
        settle();

        assertThat(ids(runAll())).containsExactly("0", "2");
    }

    @Test
    void shouldBeginNothing_whileAnotherPartitionIsAlone() {
        fixture.othersAreAlone(true);
        arrive(0);
        settle();

        assertThat(fixture.turns()).isEmpty();
        assertThat(partition.nextTick()).as("it looks again soon").isLessThanOrEqualTo(1_000_100);
        fixture.othersAreAlone(false);
        partition.tick();
        assertThat(fixture.turns()).hasSize(1);
    }

    @Test
    void shouldBeginNothing_beforeTheEndOfASuspectIsCommitted() {
        endTwice(1);
        arrive(1);
        settle();
        runAll().forEach(this::succeed);
        partition.tick();
        PartitionFixture.commit(partition);
        assertThat(fixture.turns())
                .as("it might end the process, and the other one be blamed")
                .isEmpty();
        settle();

        assertThat(ids(runAll())).containsExactly("1");
    }

    @Test
    void shouldNotTryASuspect_besideOthersThatMayBeToBlame() {
        endTwice(1);
        fixture.othersRun(true);
        settle();

        assertThat(fixture.turns()).isEmpty();
        fixture.pass(Duration.ofMinutes(1));
        settle();
        assertThat(fixture.turns()).as("however long it waits").isEmpty();
        fixture.othersRun(false);
        settle();
        assertThat(fixture.turns()).hasSize(1);
    }

    @Test
    void shouldBlameNobody_whoHasRunForLongerThanWhatEndedTheProcesses() {
        endTwice(1);
        settle();
        runAll();
        die();
        settle();
        runAll();
        fixture.pass(Duration.ofSeconds(11));
        partition.tick();
        PartitionFixture.commit(partition);
        die();

        assertThat(lost()).isEmpty();
    }

    @Test
    void shouldTryASuspect_ifOthersWereAloneForLong() {
        endTwice(1);
        settle();
        runAll();
        die();
        fixture.othersAreAlone(true);
        settle();
        fixture.pass(Duration.ofSeconds(8));
        partition.tick();
        fixture.pass(Duration.ofSeconds(8));
        partition.tick();
        fixture.othersAreAlone(false);
        settle();
        runAll();
        die();

        assertThat(lost()).as("it was alone").hasSize(1);
    }

    @Test
    void shouldNotBeginASuspectAgain_thatStillRuns() {
        endTwice(1);
        settle();
        assertThat(runAll()).hasSize(1);
        partition = fixture.partition(backlog, partition.close());
        settle();

        assertThat(fixture.turns()).hasSize(1);
        runAll().forEach(this::succeed);
        assertThat(fixture.results()).isEqualTo(1);
    }

    /** A suspect that runs alone. */
    private RunningAttempt alone() {
        endTwice(1);
        settle();
        runAll();
        die();
        settle();
        return runAll().get(0);
    }

    /** A commit fails: the same process opens the partition again, with the rows of the last one that went through. */
    private void openAgain() {
        fixture.pass(Duration.ofMillis(1));
        partition = fixture.partition(backlog, partition.close());
    }

    @Test
    void shouldSettleWhatHasEndedAlone_whenItsProcessOpensThePartitionAgain() {
        alone().end(new Completion.Succeeded(Raw.of("1")));
        openAgain();
        fixture.tell(partition);

        assertThat(lost()).as("no process has ended").isEmpty();
        assertThat(fixture.results()).isEqualTo(1);
    }

    @Test
    void shouldTryAloneOnceMore_whatHadSettledInATransactionThatFailed() {
        succeed(alone());
        openAgain();
        openAgain();
        arrive(1);
        settle();

        assertThat(lost()).as("no process has ended").isEmpty();
        assertThat(ids(runAll())).containsExactly("0");
        die();
        assertThat(lost()).as("this one has").hasSize(1);
    }

    @Test
    void shouldSuspectNobody_forCommitsThatFail() {
        settle();
        openAgain();
        openAgain();
        settle();
        openAgain();
        IntStream.range(0, 20).forEach(this::arrive);
        settle();
        runAll();
        die();
        settle();

        assertThat(runAll()).as("one process has ended").hasSize(20);
    }

    @Test
    void shouldBlameWhatEndedAnotherProcess_thatHadThePartitionMeanwhile() {
        endTwice(1);
        settle();
        runAll();
        Kept kept = partition.close();
        die();
        settle();
        assertThat(runAll()).as("alone, in the other process").hasSize(1);
        fixture.crash();
        partition = fixture.partition(backlog, kept);

        assertThat(lost()).hasSize(1);
    }
}
