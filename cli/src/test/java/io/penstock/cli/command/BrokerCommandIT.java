package io.penstock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import io.penstock.cli.Penstock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerCommandIT {
    private final Path data;

    BrokerCommandIT(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void broker_saysWhereItIs_andEndsBySignalWithExitCode0() throws Exception {
        Process broker = broker();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(broker.getInputStream(), UTF_8))) {
            String ready = out.readLine();
            assertThat(ready).startsWith("Kafka broker ready at 127.0.0.1:").contains(data.toString());

            CommandRun topics = CommandRun.of("topics", "--bootstrap-server", address(ready));
            CommandRun second = CommandRun.of("broker", "--data", data.toString());

            assertThat(topics.exitCode()).isZero();
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .contains(data.toString(), "in use by another broker (process " + broker.pid() + ")")
                    .doesNotContain("\tat ");

            // Unlike the process, its handle leaves the streams open.
            broker.toHandle().destroy();
            assertThat(broker.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(broker.exitValue()).isZero();
            assertThat(new String(broker.getErrorStream().readAllBytes(), UTF_8))
                    .isEmpty();
        } finally {
            broker.destroyForcibly();
        }
        assertThat(data.resolve("logs").resolve("broker.log")).isNotEmptyFile();
    }

    private static String address(String ready) {
        int begin = ready.indexOf("127.0.0.1:");
        return ready.substring(begin, ready.indexOf(',', begin));
    }

    private Process broker() throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Penstock.class.getName(),
                        "broker",
                        "--data",
                        data.toString()))
                .start();
    }
}
