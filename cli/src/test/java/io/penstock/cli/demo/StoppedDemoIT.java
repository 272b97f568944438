package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.testing.PenstockProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That Ctrl-C ends a demo in under five seconds is promised: with all the time it needs it ends in order in {@code DemoIT}. */
@Tag("alone")
class StoppedDemoIT {
    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final Pattern THOUSANDS_OF_CHANGES = Pattern.compile("(\\d{4}|\\d+\\.\\dk) changes .*");

    @Test
    void aSignalWhileMuchIsUnderWay_endsItWithASummary(@TempDir Path folder) throws Exception {
        try (PenstockProcess demo = PenstockProcess.startAsUsersDo(folder, "demo", "--rate", "500")) {
            demo.awaitLine(line -> THOUSANDS_OF_CHANGES.matcher(line).matches());

            long began = System.nanoTime();
            int exitCode = demo.terminate();
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            System.out.println("A demo ended in " + took.toMillis() + " ms: " + demo.out());
            assertThat(exitCode).as("%s", demo.err()).isZero();
            assertThat(took).isLessThan(PROMISED);
            // A write that was under way may be told after it, as one that was never acknowledged.
            assertThat(demo.out()).anySatisfy(line -> assertThat(line).contains("0 lost, 0 doubled"));
        }
    }
}
