package io.penstock.cli.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final String token;
    private final Traces traces;

    /** @param traces of whatever could be changed */
    HostileRun(String url, String token, Traces traces) {
        this.port = URI.create(url).getPort();
        this.token = token;
        this.traces = traces;
    }

    /** @param commands on the same process */
    void run(HostileCommands commands) throws Exception {
        Map<String, Long> before = atRest();
        wrongTokens();
        wrongMethods();
        wrongAddresses();
        noHttpAtAll();
        commands.run(IDS);
        assertThat(traces.now()).as("what was changed").isEqualTo(before);
        assertThat(send("GET", "/health/live", "")).as("it is well").startsWith("HTTP/1.1 200");
    }

    /** As soon as nothing changes by itself any more: a partition notes that its process has lived for ten seconds. */
    private Map<String, Long> atRest() {
        AtomicReference<Map<String, Long>> last = new AtomicReference<>(Map.of());
        await().atMost(Duration.ofMinutes(3))
                .during(Duration.ofSeconds(11))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    Map<String, Long> now = traces.now();
                    return now.equals(last.getAndSet(now));
                });
        return last.get();
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
        // Who asks for nothing that there is hears of all that there is: none of it is left out here.
        Set<String> offered = Pattern.compile("/[a-z/]*")
                .matcher(send("GET", "/nothing", "").replaceFirst("(?s).*there are", ""))
                .results()
                .map(route -> route.group().replaceFirst("/$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> asked = Stream.concat(READING.stream(), CHANGING.stream())
                .map(address -> address.replaceFirst("[?].*", "")
                        .replaceFirst("/copy/1$", "")
                        .replaceFirst("/$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).isEqualTo(offered);
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

    void harmless(String what, String answer) {
        assertThat(answer)
                .as(what)
                .doesNotContain(token, "\tat ", "Exception:", "NullPointer", "java.lang.", "root:x:0");
    }
}
