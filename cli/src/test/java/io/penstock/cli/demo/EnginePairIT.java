package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.check.Findings;
import io.penstock.cli.crash.ChildProcess;
import io.penstock.cli.crash.CommittedChanges;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines for one source, while a shop writes. */
@Tag("alone")
class EnginePairIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void shouldTakeOver_whenTheOtherIsKilled_andWhenItStandsStillAndWakesUpLater() throws Exception {
        try (Installation installation = new Installation(folder, "crash.yaml", "", 1)) {
            ChildProcess first = installation.engine();
            ChildProcess second = installation.anotherEngine(folder.resolve("second"));
            installation.startAll();
            assertThat(first.text()).contains("follows the change stream");
            startStandby(second);
            CommittedChanges changes = installation.changes();
            installation.writeOn(300);
            changes.awaitSentAfter(Instant.now());

            Duration afterKill = untilTakenOver(changes, first::kill);
            startStandby(first);
            Duration afterPause = untilTakenOver(changes, second::pause);
            second.resume();
            await().atMost(PATIENCE).until(() -> second.text().contains("Standing by"));
            assertThat(first.text()).as("the successor is not driven out").doesNotContain("Another engine has taken");
            Duration afterSecondKill = untilTakenOver(changes, first::kill);
            Findings findings = installation.settled();

            System.out.println("Engine in pairs: taken over within " + afterKill.toMillis() + " ms after a kill, "
                    + afterPause.toMillis() + " ms after a pause, and " + afterSecondKill.toMillis()
                    + " ms by the one that had been paused; " + findings);
            assertThat(changes.doubled()).isEmpty();
            assertThat(findings.explanations()).isEmpty();
            assertThat(findings.sound()).isTrue();
            assertThat(afterKill).isLessThan(LIMIT);
            assertThat(afterPause).isLessThan(LIMIT);
            assertThat(afterSecondKill).isLessThan(LIMIT);
        }
    }

    private static void startStandby(ChildProcess engine) {
        engine.start();
        engine.awaitReady();
        assertThat(engine.text()).contains("stands by");
    }

    /** How long it takes until a change that was sent after the end of an engine can be read. */
    private static Duration untilTakenOver(CommittedChanges changes, Runnable end) {
        changes.awaitSentAfter(Instant.now());
        long began = System.nanoTime();
        end.run();
        changes.awaitSentAfter(Instant.now());
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
