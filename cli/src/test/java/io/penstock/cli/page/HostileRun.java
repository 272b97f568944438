package io.penstock.cli.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.CommandRun;
import io.penstock.cli.topics.KafkaAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * What those send who mean no good, or do not know what they do: to every route and every command. None of it changes
 * anything, none learns a secret or sees a stack trace, and all are told what is wrong.
 */
final class HostileRun {
    private static final List<String> READING =
            List.of("/", "/metrics", "/health/live", "/health/ready", "/status", "/tasks", "/lanes", "/tasks/copy/1");
    private static final List<String> CHANGING =
            List.of("/release?job=invoice&lane=c2", "/retry?job=invoice&reason=rejected", "/retry?job=invoice&task=2");
    private static final String LONG = "x".repeat(20_000);
    private static final List<String> IDS = List.of(
            "../../etc/passwd",
            "..\\..\\x",
            "a\u0000b",
            "<script>alert(1)</script>",
            "'; db.dropDatabase(); //",
            "${jndi:ldap://127.0.0.1/x}",
            "%00",
            "\ud83d\ude80 ü",
            "x".repeat(5_000));

    private final int port;
    private final String kafka;
    private final String token;
    private final Path folder;

    HostileRun(String url, String kafka, String token, Path folder) {
        this.port = URI.create(url).getPort();
        this.kafka = kafka;
        this.token = token;
        this.folder = folder;
    }

    void run() throws Exception {
        long before = commands();
        wrongTokens();
        wrongMethods();
        wrongAddresses();
        noHttpAtAll();
        wrongCommands();
        assertThat(commands()).as("commands that were sent").isEqualTo(before);
        assertThat(send("GET", "/health/live", "")).as("it is well").startsWith("HTTP/1.1 200");
    }

    private void wrongTokens() throws IOException {
        List<String> shown = List.of(
                "",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer \r\n",
                "Authorization: Bearer wrong\r\n",
                "Authorization: Bearer " + token.substring(1) + "\r\n",
                "Authorization: Bearer " + token + "x\r\n",
                "Authorization: Basic " + token + "\r\n",
                "Authorization: " + token + "\r\n",
                "Authorization: Bearer \u00fc\u00fc\r\n",
                "Authorization: Bearer " + LONG + "\r\n",
                "Cookie: token=" + token + "\r\n");
        for (String address : CHANGING) {
            for (String header : shown) {
                assertThat(send("POST", address, header))
                        .startsWith("HTTP/1.1 401")
                        .contains("http.token-file");
            }
            assertThat(send("POST", address + "&token=" + "wrong", "")).startsWith("HTTP/1.1 401");
        }
        String right = "Authorization: Bearer " + token + "\r\n";
        for (String address : List.of(
                "/release",
                "/release?job=invoice",
                "/release?job=nobodys&lane=c2",
                "/release?job=&lane=c2",
                "/release?lane=c2",
                "/retry",
                "/retry?job=invoice",
                "/retry?job=invoice&reason=because",
                "/retry?job=invoice&reason=rejected&task=2",
                "/retry?job=invoice&reason=rejected&force=true",
                "/retry?job=../../x&reason=rejected",
                "/release/../retry?job=invoice&reason=rejected")) {
            assertThat(send("POST", address, right))
                    .as(address)
                    .matches("(?s)HTTP/1\\.1 4\\d\\d.*\"error\":\"[^\"]+\".*");
        }
        // What is no path at all never comes to a route.
        assertThat(send("POST", "//retry?job=invoice&reason=rejected", right)).startsWith("HTTP/1.1 404");
    }

    private void wrongMethods() throws IOException {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "BREW")) {
            for (String address : READING) {
                assertThat(send(method, address, "Authorization: Bearer " + token + "\r\n"))
                        .as("%s %s", method, address)
                        .startsWith("HTTP/1.1 405")
                        .contains("Use GET here");
            }
        }
        for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
            for (String address : CHANGING) {
                assertThat(send(method, address, "Authorization: Bearer " + token + "\r\n"))
                        .startsWith("HTTP/1.1 405");
            }
        }
    }

    private void wrongAddresses() throws IOException {
        for (String address : List.of(
                "/../../etc/passwd",
                "/..%2f..%2fetc%2fpasswd",
                "/tasks/../../etc/passwd",
                "/tasks/nobodys/1",
                "/tasks/copy/1/2",
                "/tasks?limit=-1",
                "/tasks?limit=99999999999999999999",
                "/tasks?state=%3Cscript%3E",
                "/tasks?older-than=yesterday",
                "/lanes?show=everything",
                "/lanes?limit=0x10",
                "/%zz",
                "/tasks/%",
                "/index.html",
                "/status/",
                "/" + LONG)) {
            assertThat(send("GET", address, "")).as(address).matches("(?s)HTTP/1\\.1 4\\d\\d.*");
        }
        for (String id : IDS) {
            String escaped = java.net.URLEncoder.encode(id, UTF_8).replace("+", "%20");
            assertThat(send("GET", "/tasks/copy/" + escaped, "")).as(id).matches("(?s)HTTP/1\\.1 (200|414).*");
            assertThat(send("GET", "/tasks?lane=" + escaped, "")).as(id).matches("(?s)HTTP/1\\.1 (200|414).*");
        }
        assertThat(send("GET", "/status", "Host: evil.example\r\n")).contains("421");
    }

    private void noHttpAtAll() throws IOException {
        for (String text : List.of(
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET / \r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET " + LONG + " HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
                "POST /retry HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999\r\n\r\n",
                "GET / HTTP/1.1\r\n" + ("X: " + LONG + "\r\n").repeat(20) + "\r\n")) {
            harmless(text.substring(0, Math.min(40, text.length())), raw(text));
        }
    }

    private void wrongCommands() throws IOException {
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {0, 1, (byte) 0xff, '{', '\n'});
        List<String[]> wrong = new ArrayList<>(List.of(
                words("tasks", "list", "--limit", "-1"),
                words("tasks", "list", "--limit", "1e9"),
                words("tasks", "list", "--state", "<b>"),
                words("tasks", "list", "--older-than", "yesterday"),
                words("lanes", "list", "--hot", "--limit", "0"),
                words("dead-letters", "list", "--limit", "-1"),
                words("dead-letters", "list", "--reason", "because"),
                words("dead-letters", "list", "--severity", "grave"),
                words("dead-letters", "list", "--since", "yesterday"),
                words("dead-letters", "discard"),
                words("dead-letters", "discard", "1", "--rate", "0"),
                words("dead-letters", "export", "/nowhere/at/all"),
                words("retry"),
                words("retry", "--reason", "because"),
                words("retry", "2", "--rate", "1000000"),
                words("release", "--job", "invoice"),
                words("jobs", "retire", "invoice"),
                words("jobs", "retire", "invoice", "--open", "explode"),
                words("pause"),
                words("cancel", "--job", "invoice"),
                words("explode"),
                words("status", "--config", binary.toString()),
                words("status", "--config", "/etc/passwd"),
                words("status", "--config", "../../../nowhere.yaml"),
                words("topics", "--bootstrap-server", "not an address"),
                words("status", "--application", "../x")));
        for (String id : IDS) {
            wrong.add(words("tasks", "show", id));
            wrong.add(words("tasks", "show", id, "--job", id));
            wrong.add(words("dead-letters", "show", id));
        }
        for (String[] arguments : wrong) {
            List<String> all = new ArrayList<>(List.of(arguments));
            if (!all.contains("--config")) {
                all.addAll(List.of("--config", folder.resolve("penstock.yaml").toString()));
            }
            if (!all.contains("--bootstrap-server") && !all.contains("explode")) {
                all.addAll(List.of("--bootstrap-server", kafka));
            }
            CommandRun run = CommandRun.of(all.toArray(String[]::new));
            String what = String.join(" ", arguments);
            assertThat(run.exitCode()).as(what).isIn(1, 2);
            assertThat(run.err()).as(what).isNotBlank();
            harmless(what, run.out() + run.err());
        }
    }

    private static String[] words(String... words) {
        return words;
    }

    private String send(String method, String address, String headers) throws IOException {
        String host = headers.startsWith("Host:") ? "" : "Host: localhost:" + port + "\r\n";
        String answer = raw(method + " " + address + " HTTP/1.1\r\n" + host + headers
                + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        harmless(method + " " + address.substring(0, Math.min(80, address.length())), answer);
        return answer;
    }

    private String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(180_000);
            try {
                socket.getOutputStream().write(text.getBytes(ISO_8859_1));
                socket.shutdownOutput();
                return new String(socket.getInputStream().readAllBytes(), UTF_8);
            } catch (SocketException hungUp) {
                return "";
            }
        }
    }

    private void harmless(String what, String answer) {
        assertThat(answer)
                .as(what)
                .doesNotContain(token, "\tat ", "Exception:", "NullPointer", "java.lang.", "root:x:0");
    }

    private long commands() {
        try (Admin admin = new KafkaAccess(Map.of("bootstrap.servers", kafka)).admin()) {
            Map<TopicPartition, OffsetSpec> ends = Map.of(
                    new TopicPartition("penstock.commands", 0), OffsetSpec.latest(),
                    new TopicPartition("penstock.commands", 1), OffsetSpec.latest());
            return KafkaAccess.answer(admin.listOffsets(ends).all()).values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }
}
