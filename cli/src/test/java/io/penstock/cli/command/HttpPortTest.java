package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say of a port at which they cannot be looked into. None gets as far as Kafka. */
class HttpPortTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"run", "connect"})
    void portThatIsInUse_isAFailure(String command) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = run(command, "port: " + other.getLocalPort());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("127.0.0.1:" + other.getLocalPort(), "give http.port another number");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "connect", "up"})
    void tokenThatIsMissing_isToldWithItsPlaceInTheFile(String command) throws IOException {
        CommandRun run = run(command, "token-file: no-such-token");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("penstock.yaml:3:20: ", "no-such-token");
    }

    @Test
    void up_doesNotStartABrokerWithoutTheToken() throws IOException {
        run("up", "token-file: no-such-token");

        assertThat(directory.resolve("data")).doesNotExist();
    }

    private CommandRun run(String command, String http) throws IOException {
        Path file = Files.writeString(directory.resolve("penstock.yaml"), """
                mongodb: {uri: "mongodb://localhost"}
                kafka: {bootstrap.servers: "127.0.0.1:1"}
                http: {%s}
                broker: {data: "%s"}
                jobs: [{name: a, collection: shop.orders, handler: document}]
                """.formatted(
                        http, directory.resolve("data").resolve("broker")));
        return CommandRun.of(command, "--config", file.toString());
    }
}
