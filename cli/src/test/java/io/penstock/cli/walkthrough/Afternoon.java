package io.penstock.cli.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.CommandRun;
import io.penstock.cli.testing.PenstockProcess;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.embedded.kafka.LoopbackPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The machine of the walk-through: what runs on it, in a folder of its own, at free ports in place of those in the manual. For
 * one thread.
 */
final class Afternoon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> MANUAL_PORTS = List.of("27017", "8470", "8481");

    private final Path folder;
    private final Map<String, String> ports = new LinkedHashMap<>();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final HttpClient browser = HttpClient.newHttpClient();
    private Optional<Process> service = Optional.empty();

    /**
     * @param folder gets the files of the manual, and what is kept
     */
    Afternoon(Path folder) {
        this.folder = folder;
        for (String port : MANUAL_PORTS) {
            String here;
            do {
                here = Integer.toString(LoopbackPorts.choose());
                // They are put in one after the other, each as a piece of text.
            } while (ports.containsValue(here) || MANUAL_PORTS.stream().anyMatch(here::contains));
            ports.put(port, here);
        }
    }

    /** Writes a file of the manual. */
    void write(String name, List<String> lines) throws IOException {
        Files.writeString(folder.resolve(name), here(String.join("\n", lines)) + "\n");
    }

    /**
     * Begins what goes on in a terminal of its own, and waits until it works; runs programs that are not Penstock.
     *
     * @return whether the command is one of those
     */
    boolean begins(String command) throws Exception {
        switch (command) {
            case "./penstock mongodb" -> penstock("Stand-in", "mongodb", "--port", here("27017"));
            case "./penstock up --config shop.yaml" -> penstock("Penstock ready", "up", "--config", "shop.yaml");
            case "java Invoices.java" -> service();
            case "java -cp \"$(./penstock classpath --all)\" Orders.java" -> program("Orders.java");
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What a command of Penstock writes, as it would at the ports of the manual. */
    List<String> output(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        assertThat(words.remove(0)).as(command).isEqualTo("./penstock");
        words.replaceAll(word -> word.equals("shop.yaml") ? folder.resolve(word).toString() : word);
        // The broker's data are beside the file there, and this process is elsewhere.
        words.addAll(List.of(
                "--bootstrap-server",
                EmbeddedBroker.lastAddress(folder.resolve("data/broker")).orElseThrow()));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        String text = run.out()
                + run.err().lines().filter(line -> !line.startsWith("[")).reduce("", (all, line) -> all + line + "\n");
        return there(text);
    }

    /** What a page shows, a line for each row of a table. */
    List<String> page(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(here(url))).build();
        String html = browser.send(request, BodyHandlers.ofString()).body();
        return there(html.replaceAll("(?s)<(style|script|svg).*?</\\1>", "")
                .replaceAll("\\s*\\n\\s*", " ")
                .replaceAll("</(h1|h2|p|tr|header)>", "\n")
                .replaceAll("</t[hd]>", "  ")
                .replaceAll("<[^>]*>", ""));
    }

    private void service() throws Exception {
        service.ifPresent(before -> {
            before.destroyForcibly();
            before.onExit().join();
        });
        Process process = java("Invoices.java");
        service = Optional.of(process);
        running.push(() -> process.destroyForcibly().waitFor());
        int port = Integer.parseInt(here("8481"));
        await("Invoices.java").atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    private void program(String file) throws Exception {
        Process process = java(file);
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(Files.readString(folder.resolve(file + ".log")))
                .isTrue();
    }

    private void penstock(String ready, String... arguments) throws IOException {
        PenstockProcess process = PenstockProcess.start(folder, arguments);
        running.push(process);
        process.awaitLine(ready);
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

    private String here(String text) {
        String changed = text;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            changed = changed.replace(port.getKey(), port.getValue());
        }
        return changed;
    }

    private List<String> there(String text) {
        String changed = text;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            changed = changed.replace("127.0.0.1:" + port.getValue(), "127.0.0.1:" + port.getKey());
        }
        return changed.lines().map(String::stripTrailing).toList();
    }

    @Override
    public void close() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
