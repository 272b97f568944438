package io.penstock.processor.testing;

import com.sun.net.httpserver.HttpServer;
import io.penstock.processor.http.HttpPort;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The JDK's HTTP server, for tests that call one. */
public final class LocalServer {
    private LocalServer() {}

    /**
     * One on a free port of the loopback interface, not started. The JDK reads the limits of all such servers when the
     * first is made, and those of {@link HttpPort} are to hold whichever test comes first.
     */
    public static HttpServer create() throws IOException {
        try {
            MethodHandles.lookup().ensureInitialized(HttpPort.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }
}
