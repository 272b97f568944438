package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import io.penstock.records.Command.Forget;
import io.penstock.records.Command.Request;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Versions of one document that are open at once, while the end of an attempt at the oldest is on its way. */
class OlderVersionsTest {
    private static final Failure FAILURE = new Failure(DeadLetterReason.HANDLER_FAILED, "test", "not now");

    private final PartitionFixture fixture = new PartitionFixture("max-attempts: 3, max-age: 40s, time-limit: 40s");
    private final TaskPartition partition = fixture.partition(new MemoryRows());

    private RunningAttempt startsTheFirstOf(int versions) {
        partition.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        for (int later = 1; later < versions; later++) {
            partition.arrive(new Arrival(Intent.RUN, Tasks.ofUpdate(later), false), 7 + later, 0);
        }
        PartitionFixture.commit(partition);
        partition.tick();
        return fixture.turns().remove(0).next().orElseThrow();
    }

    private void makesRoomAsAllOfThemBecomeTooOld(RunningAttempt attempt) {
        attempt.preempt();
        fixture.pass(Duration.ofSeconds(41));
        partition.tick();
        fixture.tell(partition);
    }

    private void ask(Request request) {
        partition.command(new Command("c", Optional.empty(), request), 0);
    }

    private List<Code> answers() {
        return fixture.outputs().stream()
                .filter(Output.Reply.class::isInstance)
                .map(reply -> ((Output.Reply) reply).answer().code())
                .toList();
    }

    @Test
    void shouldForgetWhatHadToMakeRoom_asNewerVersionsBecameTooOld() {
        makesRoomAsAllOfThemBecomeTooOld(startsTheFirstOf(3));

        ask(new Forget("job", Optional.of("shop.orders"), "1"));
        fixture.runAll(partition);

        assertThat(fixture.results()).isZero();
    }

    @Test
    void shouldGiveUpAllThatAreTooOld_theOldestFirst() {
        makesRoomAsAllOfThemBecomeTooOld(startsTheFirstOf(3));
        for (int look = 0; look < 3; look++) {
            fixture.pass(Duration.ofMillis(20));
            partition.tick();
        }

        assertThat(fixture.outputs().stream()
                        .filter(Output.LostTask.class::isInstance)
                        .map(lost -> ((Output.LostTask) lost).task().version()))
                .containsExactly(
                        Tasks.of("{}").version(),
                        Tasks.ofUpdate(1).version(),
                        Tasks.ofUpdate(2).version());
    }

    @Test
    void shouldCancelAllOfThem_ifItIsAskedAgain() {
        RunningAttempt attempt = startsTheFirstOf(3);
        attempt.end(new Completion.Retry(Optional.empty(), FAILURE));
        Cancel cancel = new Cancel("job", Optional.of("shop.orders"), "1");
        ask(cancel);
        fixture.tell(partition);
        ask(cancel);
        fixture.pass(Duration.ofSeconds(10));
        fixture.runAll(partition);

        assertThat(answers()).containsExactly(Code.ENDING, Code.DONE);
        assertThat(fixture.results()).isZero();
    }
}
