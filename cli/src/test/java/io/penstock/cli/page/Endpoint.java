package io.penstock.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An HTTP endpoint that does the work of a job, unless it is broken: then it refuses it. */
final class Endpoint implements AutoCloseable {
    private final HttpServer server;
    private volatile boolean broken;

    Endpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] answer = (broken ? "no such customer" : "\"done\"").getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(broken ? 422 : 200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    void breaks() {
        broken = true;
    }

    void mends() {
        broken = false;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
