package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.CommandRun;
import io.penstock.cli.check.Findings;
import io.penstock.cli.crash.Calls;
import io.penstock.cli.crash.GivenUp;
import io.penstock.cli.crash.RecordingHandler;
import io.penstock.records.DeadLetterReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processors with queued handlers that take their time, ask for retries and hang ({@link RecordingHandler}), killed with
 * SIGKILL, half of the times at a random moment and half of the times while handlers are called; one task ends the process
 * whenever it runs. At the end everything is accounted for, by the topics, the journal and the handlers' own record of their
 * calls (invariants I1 to I7). One lane is paused meanwhile, and a processor killed while it is.
 */
class QueuedCrashIT {
    private static final int KILLS = Integer.getInteger("penstock.crash.kills", 5);
    private static final int MAX_ATTEMPTS = 5;
    private static final double RATE = 40;

    @TempDir
    Path folder;

    @Test
    void shouldKeepItsPromises_whicheverProcessorIsKilledWhenever() throws Exception {
        Calls calls = new Calls(folder);
        try (Installation installation = new Installation(folder, "queued.yaml", "", 2)) {
            Crashes crashes = Crashes.of(installation, KILLS);
            installation.startAll();
            installation.writeOn(RATE);
            // The task that ends its process may be among the first.
            await("calls").atMost(Duration.ofMinutes(3)).until(() -> {
                installation.restartEnded();
                return calls.count() > 40;
            });
            String lane = calls.busiestLane().orElseThrow();
            for (int kill = 0; crashes.goOn(); kill++) {
                boolean pauses = kill == KILLS / 2;
                long from = pauses ? told(installation, "pause", lane) : 0;
                crashes.aProcessor(calls::running);
                installation.restartEnded();
                if (pauses) {
                    long to = System.nanoTime();
                    long resumed = told(installation, "resume", lane);
                    int before = calls.count();
                    assertThat(calls.begunIn(lane, from, to))
                            .as("I7: begun in the paused lane")
                            .isEmpty();
                    await("the lane that was paused")
                            .atMost(Duration.ofMinutes(3))
                            .untilAsserted(() -> {
                                installation.restartEnded();
                                assertThat(calls.begunIn(lane, resumed, Long.MAX_VALUE))
                                        .as(
                                                "begun in %s, of %d attempts in all; %d before",
                                                lane, calls.count(), before)
                                        .isNotEmpty();
                            });
                }
            }
            // The task that ends its process has ended as many as it can, and is given up.
            await("the task that halts")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        installation.restartEnded();
                        return Files.exists(folder.resolve("halts"));
                    });
            Findings findings = installation.settled();

            System.out.println("Queued crash test: " + crashes.story() + ", " + calls.count() + " attempts; " + findings
                    + "; blamed: " + blamed(installation));
            assertThat(findings.explanations()).isEmpty();
            assertThat(findings.sound()).isTrue();
            assertThat(calls.violations(MAX_ATTEMPTS)).isEmpty();
            // Others may be blamed, too: who was tried beside it, and then alone when its process was killed from
            // outside.
            assertThat(blamed(installation))
                    .as("the task that halts is given up once")
                    .containsOnlyOnce(Files.readString(folder.resolve("halts")));
            assertThat(crashes.halfHit()).as(crashes.story()).isTrue();
        }
    }

    /** Of all that was given up, what has ended its process, as far as can be told. */
    private static List<String> blamed(Installation installation) {
        return installation.givenUp().stream()
                .filter(letter -> letter.reason().equals(DeadLetterReason.PROCESS_ENDED.text()))
                .map(GivenUp::key)
                .toList();
    }

    /** Asks until it is so: a processor that was killed gives no answer. When it was, by {@link System#nanoTime}. */
    private static long told(Installation installation, String command, String lane) {
        await(command).atMost(Duration.ofMinutes(3)).until(() -> {
            installation.restartEnded();
            CommandRun run = CommandRun.of(
                    command,
                    "--job",
                    "invoice",
                    lane,
                    "--config",
                    installation.configuration().toString());
            // What was obeyed at the second time of asking was obeyed at the first.
            return run.exitCode() == 0 || (run.out() + run.err()).matches("(?s).*is (not paused|paused already).*");
        });
        return System.nanoTime();
    }
}
