package io.penstock.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.Command.Lane;
import io.penstock.records.Command.Request;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.CommandAnswer.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandJsonTest {
    static Stream<Request> requests() {
        Lane lane = new Lane.OfShardKey("c\"17\n");
        return Stream.of(
                new Command.Release("invoice", lane),
                new Command.Release("invoice", new Lane.OfTask(Optional.of("shop.orders"), "o-1")),
                new Command.Pause("invoice", Optional.empty()),
                new Command.Pause("invoice", Optional.of(lane)),
                new Command.Resume("invoice", Optional.of(new Lane.OfTask(Optional.empty(), "o-1"))),
                new Command.Cancel("invoice", Optional.empty(), "o-1"),
                new Command.Forget("invoice", Optional.of("shop.orders"), "o-1"),
                new Command.Retry(new Command.GivenUp(
                        "invoice",
                        "shop.orders",
                        "o-1",
                        new Command.Version("\"o-1\"", "00000a.1.2", "u", 1_700_000_000_000L),
                        "c17",
                        new Command.Tries(2, 7, true),
                        new Command.Contents(Optional.of("{\"_id\":1}"), Optional.empty(), Optional.of("{}")),
                        new Command.Source("penstock.shop.orders", 3, 4_711, 1_700_000_000_001L))));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldReadWhatItWrote(Request request) throws MalformedCommandException {
        Command command = new Command("id", Optional.of(1_700_000_000_000L), request);

        assertThat(CommandJson.read(CommandJson.write(command))).isEqualTo(command);
    }

    @Test
    void shouldReadTheAnswersThatItWrote() {
        CommandAnswer answer =
                new CommandAnswer("id", 3, Status.DONE, Code.MORE, "12 tasks will run", 12, List.of("\"o-1\"", "7"));

        assertThat(CommandJson.readAnswer(CommandJson.write(answer))).contains(answer);
    }

    @Test
    void shouldBoundTheMessage() {
        CommandAnswer answer =
                new CommandAnswer("id", 0, Status.REFUSED, Code.MALFORMED, "x".repeat(100_000), 0, List.of());

        assertThat(CommandJson.write(answer).length).isLessThan(3_000);
    }
}
