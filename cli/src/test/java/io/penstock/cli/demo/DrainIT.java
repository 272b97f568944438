package io.penstock.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.CommandRun;
import io.penstock.cli.check.Findings;
import io.penstock.cli.crash.Calls;
import io.penstock.cli.crash.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processors under load, whose handlers take their time, ask for retries and hang: each leaves by {@code penstock drain}
 * and is started again. Nothing is lost, nothing doubled, and no lane that has work rests for long after one has left.
 */
@Tag("alone")
class DrainIT {
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);
    private static final Pattern ADDRESS = Pattern.compile("look into it at http://([^/;\\s]+)");
    private static final double RATE = 30;

    @TempDir
    Path folder;

    @Test
    void processorsLeaveInTurn_andTheOthersTakeOver() throws Exception {
        Files.writeString(folder.resolve("token"), "a-token-for-this-test-alone");
        // No task ends its process here: the one that might is another.
        Files.writeString(folder.resolve("halts"), "none");
        Calls calls = new Calls(folder);
        try (Installation installation = new Installation(folder, "drain.yaml", "", 3)) {
            String first = address(installation.startFirst());
            refusals(installation, first);
            installation.startOthers();
            installation.writeOn(RATE);
            await("calls").atMost(Duration.ofMinutes(3)).until(() -> calls.count() > 20);

            List<Long> left = new ArrayList<>();
            List<String> story = new ArrayList<>();
            for (ChildProcess processor : installation.processors()) {
                CommandRun drain = run(installation, "drain", address(processor));
                assertThat(drain.exitCode())
                        .as("%s %s", drain, processor.text())
                        .isZero();
                assertThat(drain.out()).contains(address(processor) + " has left", "partitions are worked on by");
                story.add(drain.out().strip().replaceFirst("^.* has left in ", ""));
                left.add(processor.awaitEnd());
                processor.start();
                processor.awaitReady();
            }
            int before = calls.count();
            await("goes on").atMost(Duration.ofMinutes(3)).until(() -> calls.count() > before + 20);
            Findings findings = installation.settled();

            List<Duration> rests = left.stream().map(calls::longestRest).toList();
            System.out.println("Drain test: " + calls.count() + " attempts, rests " + rests + "; drained in " + story
                    + "; " + findings);
            assertThat(findings.explanations()).isEmpty();
            assertThat(findings.sound()).isTrue();
            assertThat(calls.violations(5)).isEmpty();
            assertThat(rests).allSatisfy(rest -> assertThat(rest).isLessThan(LONGEST_REST));
        }
    }

    private void refusals(Installation installation, String first) throws Exception {
        CommandRun last = run(installation, "drain", first);
        assertThat(last.exitCode()).isEqualTo(1);
        assertThat(last.err()).contains(first + " is the last", "--force");

        CommandRun unknown = run(installation, "drain", "127.0.0.1:1");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("There is no process 127.0.0.1:1", first);

        Path token = folder.resolve("token");
        String right = Files.readString(token);
        Files.writeString(token, "another-token-than-that");
        CommandRun stranger = run(installation, "drain", first, "--force");
        Files.writeString(token, right);
        assertThat(stranger.exitCode()).isEqualTo(1);
        assertThat(stranger.err()).contains("refuses the token").doesNotContain("another-token-than-that");
        assertThat(installation.processors().get(0).isAlive()).isTrue();
    }

    private static CommandRun run(Installation installation, String... arguments) {
        return CommandRun.of(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--config", installation.configuration().toString()))
                .toArray(String[]::new));
    }

    private static String address(ChildProcess processor) {
        Matcher address = ADDRESS.matcher(processor.text());
        assertThat(address.find()).as(processor.text()).isTrue();
        return address.group(1);
    }
}
