package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All commands that choose among dead letters take the same words. None gets as far as Kafka here: it is not there. */
class DeadLetterOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dead-letters list",
                "dead-letters show o-1",
                "dead-letters export none.jsonl",
                "retry o-1",
                "dead-letters discard o-1"
            })
    void since_isATimeOrSoLongAgo(String command) {
        for (String time : List.of("2h", "7d", "2026-01-31T12:00:00Z")) {
            assertThat(run(command, "--since", time).err())
                    .contains("no-such-file.yaml")
                    .doesNotContain("--since");
        }
        CommandRun wrong = run(command, "--since", "yesterday");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err())
                .contains(
                        "--since must be a time such as 2026-01-31T12:00:00Z, or 2h for two hours ago, not 'yesterday'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead-letters list", "dead-letters show o-1", "retry o-1", "dead-letters discard o-1"})
    void reasonThatThereIsNot_isToldWithThoseThatThereAre(String command) {
        CommandRun run = run(command, "--reason", "because");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("No dead letter has the reason 'because'. There are: ", "handler-failed");
    }

    private static CommandRun run(String command, String... options) {
        List<String> arguments = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--config", "no-such-file.yaml"));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
