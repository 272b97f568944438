package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.check.Findings;
import io.penstock.cli.crash.Calls;
import io.penstock.cli.crash.RecordingHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link QueuedCrashIT}, with {@code at_least_once} and the handlers of {@link RecordingHandler}: what is killed may repeat
 * results, and that is all. Part of {@code -Psoak} alone.
 */
@Tag("soak")
class AtLeastOnceCrashIT {
    /** Of those that the other crash tests have, so many parts. */
    private static final int KILLS = Math.max(2, Integer.getInteger("penstock.crash.kills", 5) / 2);

    private static final int MAX_ATTEMPTS = 5;
    private static final double RATE = 40;

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothing_whicheverProcessorIsKilledWhenever() throws Exception {
        Calls calls = new Calls(folder);
        try (Installation installation = new Installation(folder, "at-least-once.yaml", "", 2)) {
            Crashes crashes = Crashes.of(installation, KILLS);
            installation.startAll();
            installation.writeOn(RATE);
            await("calls").atMost(Duration.ofMinutes(3)).until(() -> {
                installation.restartEnded();
                return calls.count() > 40;
            });
            while (crashes.goOn()) {
                crashes.aProcessor(calls::running);
                installation.restartEnded();
            }
            await("the task that halts")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        installation.restartEnded();
                        return Files.exists(folder.resolve("halts"));
                    });
            Findings findings = installation.settled(now -> now.lost() == 0);

            System.out.println(
                    "At-least-once crash test: " + crashes.story() + ", " + calls.count() + " attempts; " + findings);
            assertThat(findings.lost()).as("lost: %s", findings.explanations()).isZero();
            assertThat(calls.violations(MAX_ATTEMPTS)).isEmpty();
            assertThat(crashes.halfHit()).as(crashes.story()).isTrue();
        }
    }
}
