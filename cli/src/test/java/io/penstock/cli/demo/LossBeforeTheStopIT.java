package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.testing.PenstockProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is lost in a demo without an end is told when a signal ends it. */
class LossBeforeTheStopIT {
    private static final int RATE = 100;
    /** The first few seconds' worth comes slowly; what is dropped is among the first. Ten more seconds have to pass after it. */
    private static final int CHANGES = 15 * RATE;

    private final Path folder;

    LossBeforeTheStopIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatWasLostLongBefore_isFound_beyondWhatWasUnderWay() throws Exception {
        Path journal = folder.resolve("journal.jsonl");
        try (PenstockProcess demo = PenstockProcess.start(
                folder,
                "demo",
                "--rate",
                Integer.toString(RATE),
                "--inject",
                "lost",
                "--json",
                "--journal",
                journal.toString())) {
            demo.awaitLine("Writing " + RATE + " changes a second");
            await("written").atMost(Duration.ofMinutes(5)).until(() -> acknowledged(journal) >= CHANGES);

            assertThat(demo.terminate()).as("%s", demo.err()).isEqualTo(1);

            assertThat(demo.out()).last().asString().contains("\"lost\":1,\"doubled\":0");
            assertThat(demo.err())
                    .anySatisfy(line -> assertThat(line).contains("1 lost, 0 doubled"))
                    .anySatisfy(line -> assertThat(line).contains(", document ", "must have ended"));
        }
    }

    private static long acknowledged(Path journal) throws IOException {
        try (Stream<String> lines = Files.lines(journal)) {
            return lines.filter(line -> line.contains("acknowledged")).count();
        }
    }
}
