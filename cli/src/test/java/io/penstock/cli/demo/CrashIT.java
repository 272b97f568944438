package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.check.Findings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Engine, processor and broker as processes of their own, killed with SIGKILL while a shop writes: half of the times at a
 * random moment, whatever is going on, and half of the times when the victim has something under way. At the end every write
 * is accounted for (invariants I1, I2 and I4). What is known comes from the journal, the database and the topics alone.
 *
 * <p>{@code -Dpenstock.crash.seed=N} repeats a run as far as processes can be repeated; {@code -Dpenstock.crash.kills=N}
 * says how often something is killed, at least.
 */
class CrashIT {
    private static final int KILLS = Integer.getInteger("penstock.crash.kills", 5);

    @TempDir
    Path folder;

    @Test
    void shouldAccountForEveryWrite_whateverIsKilledWhenever() throws Exception {
        try (Installation installation = new Installation(folder, "crash.yaml", "", 1)) {
            Crashes crashes = Crashes.fromTheSnapshotOn(installation, KILLS);
            installation.startAllButTheEngine();
            crashes.engineInItsSnapshot();
            installation.writeOn(Installation.RATE);
            while (crashes.goOn()) {
                crashes.anyProcess();
            }
            Findings findings = installation.settled();

            System.out.println("Crash test: " + crashes.story() + "; " + findings);
            assertThat(findings.explanations()).isEmpty();
            assertThat(findings.sound()).isTrue();
            assertThat(findings.writes()).isGreaterThan(Installation.BEFORE_SNAPSHOT);
            assertThat(crashes.halfHit()).as(crashes.story()).isTrue();
        }
    }

    @Test
    void shouldNoticeAChangeThatIsDropped_andAResultThatIsDoubled() throws Exception {
        String fault = "  transforms: fault\n  transforms.fault.type: " + DropOneChange.class.getName();
        try (Installation installation = new Installation(folder, "crash.yaml", fault, 1)) {
            installation.doubleOneResult();
            installation.startAll();
            installation.write(500);

            Findings findings = installation.findingsWhenQuiet();
            assertThat(findings.lost()).isPositive();
            assertThat(findings.doubled()).isPositive();
        }
    }
}
