package io.penstock.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process makes of SIGTERM when its command heeds it, and then hangs. */
class SignalledProcessTest {
    @Test
    void hasConcluded_endsWithItsExitCode_afterItsFarewell() throws Exception {
        Ended ended = signalled("concluded");

        assertThat(ended.lines()).containsExactly("farewell");
        assertThat(ended.exitCode()).isEqualTo(3);
    }

    @Test
    void hasNotConcluded_hasFailed() throws Exception {
        Ended ended = signalled("busy");

        assertThat(ended.lines()).containsExactly("penstock: did not end within 200 ms; ended by force");
        assertThat(ended.exitCode()).isEqualTo(ExitCodes.FAILED);
    }

    private record Ended(int exitCode, List<String> lines) {}

    private static Ended signalled(String how) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hanging.class.getName(),
                        how)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(output.readLine()).isEqualTo("ready");
            // The process itself would close its output, too.
            process.toHandle().destroy();
            List<String> lines = output.lines().toList();
            return new Ended(process.waitFor(), lines);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A command that heeds its signal and never ends. */
    static final class Hanging {
        private Hanging() {}

        public static void main(String[] arguments) throws InterruptedException {
            StopSignal stop = new StopSignal();
            stop.install(Duration.ofMillis(200));
            if (stop.requested()) {
                throw new IllegalStateException("Nobody wished the end yet");
            }
            if (arguments[0].equals("concluded")) {
                stop.concluded(3, () -> System.out.println("farewell"));
            }
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }
}
