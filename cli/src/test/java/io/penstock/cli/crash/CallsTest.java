package io.penstock.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record that handlers make of their calls shows what must not be. */
class CallsTest {
    private static final long MILLI = 1_000_000;

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    /** One attempt of lane {@code lane}, from its begin to its end, in milliseconds. */
    private void call(String task, int epoch, int count, long from, String end, long to) {
        lines.add("begin %s %d %d lane %d".formatted(task, epoch, count, from * MILLI));
        lines.add("%s %s %d %d lane %d".formatted(end, task, epoch, count, to * MILLI));
    }

    private List<String> violations() throws IOException {
        Files.write(folder.resolve("calls-1"), lines);
        return new Calls(folder).violations(5);
    }

    @Test
    void anOwnerThatBeginsAgainInOrderIsAsItShouldBe() throws IOException {
        call("job/c/a/1", 1, 1, 0, "end", 1);
        call("job/c/b/1", 1, 1, 2, "end", 3);
        call("job/c/b/1", 2, 2, 4, "end", 5);
        call("job/c/a/2", 2, 1, 6, "end", 7);

        assertThat(violations()).isEmpty();
    }

    @Test
    void anOwnerWithAnotherOrderIsSeen() throws IOException {
        call("job/c/a/1", 1, 1, 0, "end", 1);
        call("job/c/b/1", 1, 1, 2, "end", 3);
        call("job/c/b/1", 2, 2, 4, "end", 5);
        call("job/c/a/1", 2, 2, 6, "end", 7);

        assertThat(violations()).singleElement().asString().startsWith("I3: ");
    }

    @Test
    void aLaterTaskThatPassesOneThatWaitsIsSeen() throws IOException {
        call("job/c/a/1", 1, 1, 0, "retry", 1);
        call("job/c/b/1", 1, 1, 2, "end", 3);
        call("job/c/a/1", 1, 2, 500, "end", 501);

        assertThat(violations()).singleElement().asString().startsWith("I3: ");
    }

    @Test
    void anOlderVersionThatBeginsBehindANewerOneIsSeen() throws IOException {
        call("job/c/a/2", 1, 1, 0, "end", 1);
        call("job/c/a/1", 1, 1, 2, "end", 3);

        assertThat(violations()).singleElement().asString().startsWith("I3: ");
    }

    @Test
    void anAttemptBeforeThePauseIsOverIsSeen() throws IOException {
        call("job/c/a/1", 1, 1, 0, "retry", 10);
        call("job/c/a/1", 1, 2, 110, "end", 111);

        assertThat(violations()).singleElement().asString().startsWith("I6: ");
    }

    @Test
    void anAttemptWhenThePauseIsOverIsAsItShouldBe_andSoIsOneOfAnotherOwner() throws IOException {
        call("job/c/a/1", 1, 1, 0, "retry", 10);
        call("job/c/a/1", 1, 2, 210, "retry", 220);
        call("job/c/a/1", 2, 3, 230, "end", 240);

        assertThat(violations()).isEmpty();
    }

    @Test
    void theBusiestLaneAndWhatWasBegunInItIsKnown() throws IOException {
        call("job/c/a/1", 1, 1, 1, "end", 2);
        lines.add("begin job/c/b/1 1 1 other %d".formatted(3 * MILLI));
        call("job/c/c/1", 1, 1, 4, "end", 5);
        assertThat(violations()).isEmpty();

        Calls calls = new Calls(folder);
        assertThat(calls.busiestLane()).contains("lane");
        assertThat(calls.begunIn("lane", MILLI, 4 * MILLI + 1)).containsExactly("job/c/c/1");
        assertThat(calls.open(1)).containsExactly("job/c/b/1");
    }

    @Test
    void busiestLane_isThatOfTheMostTasks() throws IOException {
        for (int attempt = 1; attempt <= 9; attempt++) {
            lines.add("begin job/c/z/1 1 %d stuck %d".formatted(attempt, attempt * MILLI));
        }
        call("job/c/a/1", 1, 1, 10, "end", 11);
        call("job/c/b/1", 1, 1, 12, "end", 13);
        Files.write(folder.resolve("calls-1"), lines);

        assertThat(new Calls(folder).busiestLane()).contains("lane");
    }
}
