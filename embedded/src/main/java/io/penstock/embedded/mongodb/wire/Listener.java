package io.penstock.embedded.mongodb.wire;

import io.penstock.embedded.mongodb.command.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections on the loopback interface. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 128;
    /** More than a thread needs to hear that its socket is closed. */
    private static final long HEARING_MILLIS = 5_000;

    private final ServerSocket server;
    private final Commands commands;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private Optional<Thread> acceptor = Optional.empty();

    /**
     * Binds the port; nobody is let in before {@link #start}.
     *
     * @param port 0 for any that is free
     * @throws UncheckedIOException if the port is taken
     */
    public Listener(int port, Commands commands) {
        this.commands = commands;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Port %d on 127.0.0.1 %s: end what listens there, or choose another with --port (0: any)"
                            .formatted(
                                    port, isTaken(e) ? "is taken" : "cannot be listened on (" + e.getMessage() + ")"),
                    e);
        }
    }

    /** It is the same exception where the user may not listen on the port. */
    private static boolean isTaken(IOException failure) {
        return failure instanceof BindException
                && String.valueOf(failure.getMessage()).contains("in use");
    }

    /** The port on which it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** Lets clients in. */
    public void start() {
        acceptor = Optional.of(daemon("mongodb-stand-in", this::accept));
    }

    /** Closes all connections. Clients may connect again. */
    public void cutConnections() {
        connections.forEach(Connection::close);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing the server socket", e);
        }
        cutConnections();
        acceptor.ifPresent(Listener::awaitEnd);
    }

    /** As long as a thread is in the call that accepts, the port is taken, and cannot be listened on again. */
    private static void awaitEnd(Thread acceptor) {
        try {
            acceptor.join(HEARING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        int number = 0;
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                serve(socket, ++number);
            } catch (IOException e) {
                LOG.debug("no longer listening", e);
            }
        }
    }

    private void serve(Socket socket, int number) {
        Connection[] self = new Connection[1];
        self[0] = new Connection(socket, number, commands, () -> connections.remove(self[0]));
        connections.add(self[0]);
        if (server.isClosed()) {
            self[0].close();
        }
        var unused = daemon("mongodb-stand-in-" + number, self[0]);
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
