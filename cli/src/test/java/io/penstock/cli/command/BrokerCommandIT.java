package io.penstock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import io.penstock.cli.Penstock;
import io.penstock.cli.testing.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
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
            assertThat(broker.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(broker.exitValue()).isZero();
            assertThat(new String(broker.getErrorStream().readAllBytes(), UTF_8))
                    .isEmpty();
        } finally {
            // Else it might still write where its directory is being removed.
            broker.destroyForcibly().onExit().join();
        }
        assertThat(data.resolve("logs").resolve("broker.log")).isNotEmptyFile();
    }

    private static String address(String ready) {
        int begin = ready.indexOf("127.0.0.1:");
        return ready.substring(begin, ready.indexOf(',', begin));
    }

    private Process broker() throws IOException {
        return new ProcessBuilder(JavaCommand.of("256m", Penstock.class, "broker", "--data", data.toString())).start();
    }
}
