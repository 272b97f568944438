package io.penstock.processor.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A port that answers HTTP. It is bound when it is made, and answers once it is started. Threads may share one. */
public final class HttpPort implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HttpPort.class.getName());
    private static final int THREADS = 8;
    private static final int LONGEST_ADDRESS = 8 * 1024;
    /** Seconds: a client that sends slower than this is let go, or a few of them would take all threads. */
    private static final String LONGEST_EXCHANGE = "20";

    static {
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", LONGEST_EXCHANGE);
        System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", LONGEST_EXCHANGE);
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqHeaderSize", "32768");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqHeaders", "100");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Options options;

    /**
     * How it answers.
     *
     * @param host the interface to bind to
     * @param port 0: any that is free
     * @param advertised {@code host:port} at which others reach it; empty: as it is bound
     * @param token for whatever changes something; empty: nothing can be changed
     * @param tls with which it speaks TLS; empty: it does not
     */
    public record Options(
            String host, int port, Optional<String> advertised, Optional<Token> token, Optional<SSLContext> tls) {}

    /**
     * Binds it.
     *
     * @throws IOException if that is not possible, such as since another process has the port
     */
    public HttpPort(Options options) throws IOException {
        this.options = options;
        InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
        if (address.isUnresolved()) {
            throw new IOException("The host '" + options.host() + "' of http.host is not known here");
        }
        try {
            this.server =
                    options.tls().isPresent() ? https(address, options.tls().get()) : HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException(
                    "HTTP cannot be served at " + options.host() + ":" + options.port() + " (" + e.getMessage()
                            + "): give http.port another number, or 0 for any that is free",
                    e);
        }
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "penstock-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
    }

    private static HttpServer https(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        return https;
    }

    /** {@code host:port} at which others reach it. */
    public String advertised() {
        InetAddress bound = server.getAddress().getAddress();
        String host = bound.isAnyLocalAddress() ? localName() : options.host();
        return options.advertised().orElse(host + ":" + server.getAddress().getPort());
    }

    /** {@code http://host:port}, as one would type it on this machine. */
    public String url() {
        String host = server.getAddress().getAddress().isAnyLocalAddress() ? "127.0.0.1" : options.host();
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return (options.tls().isPresent() ? "https" : "http") + "://" + bracketed + ":"
                + server.getAddress().getPort();
    }

    private static String localName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException unknown) {
            return "127.0.0.1";
        }
    }

    /** Begins to answer. */
    public void start(List<Route> routes) {
        List<Route> known = List.copyOf(routes);
        server.createContext("/", exchange -> {
            try (exchange) {
                send(exchange, answer(exchange, known));
            } catch (IOException gone) {
                LOG.log(Level.DEBUG, "A client is gone before it had its answer", gone);
            }
        });
        server.start();
    }

    private Response answer(HttpExchange exchange, List<Route> routes) {
        try {
            if (exchange.getRequestURI().toString().length() > LONGEST_ADDRESS) {
                return Response.problem(414, "The address is longer than " + LONGEST_ADDRESS + " characters.");
            }
            if (!isOurs(exchange)) {
                return Response.problem(
                        421, "This port does not answer to that host name: use the address that it was started with.");
            }
            Optional<Address> address = Address.parse(
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery());
            return address.map(it -> routed(exchange, it, routes))
                    .orElseGet(() -> Response.problem(400, "The address has a percent sign that is no escape."));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.WARNING, "A request failed: " + exchange.getRequestMethod(), e);
            return Response.problem(500, "Something failed in this process; its log says what.");
        }
    }

    /** A page of another site must not read from here by giving its own name the address of this machine. */
    private boolean isOurs(HttpExchange exchange) {
        if (!server.getAddress().getAddress().isLoopbackAddress()) {
            return true;
        }
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        String name = host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        return List.of("", "localhost", "127.0.0.1", "[::1]", options.host().toLowerCase(Locale.ROOT))
                        .contains(name)
                || options.advertised().filter(host::equals).isPresent();
    }

    private Response routed(HttpExchange exchange, Address address, List<Route> routes) {
        String method = exchange.getRequestMethod();
        for (Route route : routes) {
            Optional<Request> request = address.match(route);
            if (request.isEmpty()) {
                continue;
            }
            boolean reads = method.equals("GET") || method.equals("HEAD");
            if (route.changes() ? !method.equals("POST") : !reads) {
                return withHeader(
                        Response.problem(405, "Use " + route.method() + " here."),
                        "Allow",
                        route.changes() ? "POST" : "GET, HEAD");
            }
            return route.changes()
                    ? change(exchange, route, request.get())
                    : route.answer().to(request.get());
        }
        return Response.problem(404, "There is nothing here; " + known(routes));
    }

    private Response change(HttpExchange exchange, Route route, Request request) {
        if (options.token().isEmpty()) {
            return Response.problem(
                    403, "Nothing can be changed here: this process was started without http.token-file.");
        }
        Optional<String> shown =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!options.token().get().matches(shown)) {
            return withHeader(
                    Response.problem(
                            401, "Show the token that is in the file http.token-file: Authorization: Bearer TOKEN."),
                    "WWW-Authenticate",
                    "Bearer");
        }
        return route.answer().to(request);
    }

    private static String known(List<Route> routes) {
        StringBuilder text = new StringBuilder("there are");
        routes.forEach(route -> text.append(' ').append(route.path()).append("/…".repeat(route.segments())));
        return text.append('.').toString();
    }

    private static Response withHeader(Response response, String name, String value) {
        return new Response(response.status(), response.contentType(), response.body(), Map.of(name, value));
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        byte[] body = response.bytes();
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", response.contentType());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.headers().forEach(headers::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** Stops at once: nobody's work hangs on an answer. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
