package io.penstock.cli.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.CommandRun;
import io.penstock.cli.testing.PenstockProcess;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.settings.DurationText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks {@code docs/walkthrough.md}: files are written, commands run, and what they show is held against what the page shows,
 * times and versions aside. What was seen is left in {@code target/walkthrough.md}, for the page.
 */
class WalkthroughIT {
    private static final Path PAGE = Path.of("../docs/walkthrough.md");
    private static final Path SEEN = Path.of("target/walkthrough.md");
    private static final Duration PATIENCE = DurationText.parse(
                    System.getProperty("penstock.walkthrough.patience", "90s"))
            .orElseThrow();
    /** What would be done twice, if it were done until it shows what it should. */
    private static final List<String> ONCE = List.of("release", "retry --job invoice --reason rejected --config");

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<AutoCloseable> running = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : running) {
            each.close();
        }
    }

    @Test
    void everyCommandShouldShowWhatThePageShows() throws Exception {
        for (String port : List.of("27017", "8470", "8481")) {
            ports.put(port, freePort());
        }
        List<String> lines = Files.readAllLines(PAGE);
        for (int i = 0; i < lines.size(); i++) {
            seen.add(lines.get(i));
            if (!lines.get(i).startsWith("```") || lines.get(i).equals("```")) {
                continue;
            }
            int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
            List<String> block = lines.subList(i + 1, end);
            if (lines.get(i).equals("```console")) {
                console(block);
            } else {
                Files.writeString(
                        folder.resolve(lines.get(i).split(" ", 2)[1]), there(String.join("\n", block)) + "\n");
                seen.addAll(block);
            }
            i = end - 1;
        }
        Files.createDirectories(SEEN.toAbsolutePath().getParent());
        Files.writeString(SEEN, String.join("\n", seen) + "\n");
        assertThat(differences).isEmpty();
    }

    private void console(List<String> block) throws Exception {
        for (int i = 0; i < block.size(); ) {
            String command = block.get(i).substring(2);
            int next = i + 1;
            while (next < block.size() && !block.get(next).startsWith("$ ")) {
                next++;
            }
            List<String> shown = block.subList(i + 1, next);
            seen.add("$ " + command);
            seen.addAll(run(command, shown));
            i = next;
        }
    }

    private List<String> run(String command, List<String> shown) throws Exception {
        if (command.equals("./penstock mongodb")) {
            running.add(0, penstock("Stand-in", "mongodb", "--port", there("27017")));
        } else if (command.startsWith("./penstock up")) {
            running.add(0, penstock("Penstock ready", "up", "--config", "shop.yaml"));
        } else if (command.equals("java Invoices.java")) {
            service();
        } else if (command.endsWith("Orders.java")) {
            assertThat(java("Orders.java").waitFor(90, TimeUnit.SECONDS)).isTrue();
            thePageTells();
        } else {
            return compared(command, shown);
        }
        return List.of();
    }

    private List<String> compared(String command, List<String> shown) {
        List<List<String>> last = new ArrayList<>(List.of(List.of()));
        Duration patience = ONCE.stream().anyMatch(command::contains) ? Duration.ofMillis(1) : PATIENCE;
        boolean once = patience.toMillis() == 1;
        if (once) {
            last.set(0, output(command));
        } else {
            try {
                await().atMost(patience).pollInterval(Duration.ofMillis(300)).until(() -> {
                    last.set(0, output(command));
                    return plain(last.get(0)).equals(plain(shown));
                });
            } catch (ConditionTimeoutException told) {
                // It is told below.
            }
        }
        if (!plain(last.get(0)).equals(plain(shown))) {
            differences.add("%s%nshows%n%s%nand not%n%s"
                    .formatted(command, String.join("\n", plain(last.get(0))), String.join("\n", plain(shown))));
        }
        return last.get(0);
    }

    private List<String> output(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.remove(0);
        words.replaceAll(word -> word.equals("shop.yaml") ? folder.resolve(word).toString() : word);
        // The broker's data are beside the file there, and this process is elsewhere.
        words.addAll(List.of(
                "--bootstrap-server",
                EmbeddedBroker.lastAddress(folder.resolve("data/broker")).orElseThrow()));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        String text = run.out()
                + run.err().lines().filter(line -> !line.startsWith("[")).reduce("", (all, line) -> all + line + "\n");
        String here = text;
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            here = here.replace(Integer.toString(port.getValue()), port.getKey());
        }
        return here.lines().map(String::stripTrailing).toList();
    }

    /** Without what is another one each time, and without the width of columns, which depends on that. */
    private static List<String> plain(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                        .replaceAll("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "TIME")
                        .replaceAll("\\b[0-9a-f]{16}\\S*", "VERSION")
                        .replaceAll("\\b\\d+(\\.\\d+)? (ms|s|min)\\b", "SPAN")
                        .replaceAll("\\b\\d+\\.\\d\\b", "RATE")
                        .replaceAll(" +", " ")
                        .strip())
                .toList();
    }

    private void thePageTells() {
        HttpRequest page = HttpRequest.newBuilder(URI.create(there("http://127.0.0.1:8470/")))
                .build();
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(HttpClient.newHttpClient()
                                .send(page, BodyHandlers.ofString())
                                .body())
                        .contains(
                                "Read the error message: the handler says what is wrong with the task.",
                                "<td>c3</td>"));
    }

    private void service() throws Exception {
        running.stream().filter(each -> each instanceof Service).findFirst().ifPresent(old -> ((Service) old).close());
        running.add(new Service(java("Invoices.java")));
        int port = ports.getOrDefault("8481", 0);
        await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    private record Service(Process process) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private PenstockProcess penstock(String ready, String... arguments) throws IOException {
        PenstockProcess process = PenstockProcess.start(folder, arguments);
        process.awaitLine(ready);
        return process;
    }

    private Process java(String file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        file)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(file + ".log").toFile())
                .start();
    }

    private String there(String text) {
        String changed = text;
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            changed = changed.replace(port.getKey(), Integer.toString(port.getValue()));
        }
        return changed;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
