package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.check.Findings;
import io.penstock.cli.crash.Calls;
import io.penstock.cli.crash.RecordingHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processors with queued handlers that take their time, ask for retries and hang ({@link RecordingHandler}), killed with
 * SIGKILL at random moments; one task ends the process whenever it runs. At the end everything is accounted for, by the
 * topics, the journal and the handlers' own record of their calls (invariants I1 to I6).
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
            Random random = installation.random();
            installation.startAll();
            installation.writeOn(RATE);
            // The task that ends its process may be among the first.
            await("calls").atMost(Duration.ofMinutes(3)).until(() -> {
                installation.restartEnded();
                return calls.count() > 20;
            });
            for (int kill = 0; kill < KILLS; kill++) {
                installation.killAProcessor(random, calls::running);
                installation.restartEnded();
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

            System.out.println(
                    "Queued crash test: " + installation.story() + ", " + calls.count() + " attempts; " + findings);
            assertThat(findings.explanations()).isEmpty();
            assertThat(findings.sound()).isTrue();
            assertThat(calls.violations(MAX_ATTEMPTS)).isEmpty();
            assertThat(installation.hits() * 2)
                    .as("kills with attempts running")
                    .isGreaterThanOrEqualTo(KILLS);
        }
    }
}
