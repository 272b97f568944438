package io.penstock.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium, driven by its own protocol: what a person sees and clicks. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> asked;
    private int number;

    private Browser(Process process, WebSocket socket, Map<Integer, CompletableFuture<JsonNode>> asked) {
        this.process = process;
        this.socket = socket;
        this.asked = asked;
    }

    /** Starts it; empty where there is none. */
    static Optional<Browser> start(Path folder) throws IOException, InterruptedException {
        Optional<Path> program = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Process process = new ProcessBuilder(
                        program.get().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--window-size=1180,1000",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder.resolve("browser"),
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.log").toFile())
                .start();
        Path port = folder.resolve("browser").resolve("DevToolsActivePort");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
        HttpClient client = HttpClient.newHttpClient();
        URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
        // It is there before its first page is.
        String address = await().atMost(PATIENCE)
                .until(() -> page(client, list), Optional::isPresent)
                .orElseThrow();
        Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(address), new Answers(asked))
                .join();
        return Optional.of(new Browser(process, socket, asked));
    }

    private static Optional<String> page(HttpClient client, URI list) throws IOException, InterruptedException {
        JsonNode pages = JSON.readTree(client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                .body());
        return Stream.iterate(0, i -> i < pages.size(), i -> i + 1)
                .map(pages::get)
                .filter(page -> page.path("type").asText().equals("page"))
                .map(page -> page.path("webSocketDebuggerUrl").asText())
                .findFirst();
    }

    /** Takes what the browser says, which may come in pieces. */
    private static final class Answers implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> asked;
        private final StringBuilder text = new StringBuilder();

        Answers(Map<Integer, CompletableFuture<JsonNode>> asked) {
            this.asked = asked;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    CompletableFuture<JsonNode> answer =
                            asked.remove(message.path("id").asInt());
                    if (answer != null) {
                        answer.complete(message);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Opens a page, and waits until it is there. */
    void open(String url) throws Exception {
        see("window.isTheOneBefore = true");
        tell("Page.navigate", JSON.createObjectNode().put("url", url));
        // Who asks while one page gives way to the next is told that there is none.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(see("document.readyState === 'complete' && !window.isTheOneBefore"))
                        .isEqualTo("true"));
    }

    /** Whether scripts of pages run from now on. */
    void scripts(boolean run) throws Exception {
        tell("Emulation.setScriptExecutionDisabled", JSON.createObjectNode().put("value", !run));
    }

    /** How people prefer it who are in the dark, and with a screen of this width. */
    void look(boolean dark, int width, int height) throws Exception {
        ObjectNode media = JSON.createObjectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        tell("Emulation.setEmulatedMedia", media);
        tell(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /** What an expression comes to in the page, as text. */
    String see(String expression) throws Exception {
        JsonNode answer = tell(
                "Runtime.evaluate",
                JSON.createObjectNode()
                        .put("expression", expression)
                        .put("returnByValue", true)
                        .put("awaitPromise", true));
        assertThat(answer.at("/result/exceptionDetails").isMissingNode())
                .as("%s: %s", expression, answer)
                .isTrue();
        return answer.at("/result/result/value").asText();
    }

    /** Types into what has the focus, as a keyboard does. */
    void type(String text) throws Exception {
        tell("Input.insertText", JSON.createObjectNode().put("text", text));
    }

    /** What is on the screen, as a PNG. */
    byte[] picture() throws Exception {
        JsonNode answer = tell("Page.captureScreenshot", JSON.createObjectNode().put("format", "png"));
        return Base64.getDecoder().decode(answer.at("/result/data").asText());
    }

    private JsonNode tell(String method, ObjectNode parameters) throws Exception {
        int id = ++number;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(message.toString(), true).join();
        JsonNode said = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(said.has("error")).as("%s", said).isFalse();
        return said;
    }

    @Override
    public void close() {
        socket.abort();
        // Its processes might still write where their directory is being removed.
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }
}
