package io.penstock.benchmarks.model;

import io.penstock.benchmarks.model.Conversation.Asked;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands in front of a MongoDB server and answers when a {@link ServiceModel} says so. The server gets each operation at
 * once, and has the time that the model takes to do it; what it tells is held back until then. So operations take what the
 * model says, as long as the real server is the faster one.
 *
 * <p>It speaks to clients that connect to it alone ({@code directConnection=true}), since the server names itself in its
 * greeting, without TLS and compression. Each connection has a thread, as each has one request at a time.
 */
public final class ModelProxy implements AutoCloseable {
    private static final int WAITING_CONNECTIONS = 1_024;

    private final ServiceModel model;
    private final int serverPort;
    private final ServerSocket listener;
    private final Conversation conversation = new Conversation();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private ModelProxy(ServiceModel model, int serverPort, ServerSocket listener) {
        this.model = model;
        this.serverPort = serverPort;
        this.listener = listener;
    }

    /**
     * Starts one on the loopback interface.
     *
     * @param port where it listens; 0 for any that is free
     * @param serverPort where the server is
     */
    public static ModelProxy start(ServiceModel model, int port, int serverPort) {
        try {
            ServerSocket listener = new ServerSocket(port, WAITING_CONNECTIONS, InetAddress.getLoopbackAddress());
            ModelProxy proxy = new ModelProxy(model, serverPort, listener);
            thread("model-proxy", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** The connection string. */
    public String uri() {
        return "mongodb://127.0.0.1:" + listener.getLocalPort() + "/?directConnection=true";
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                open.add(client);
                thread("model-connection", () -> serve(client));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket()) {
            open.add(server);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            converse(client, server);
            open.remove(server);
        } catch (IOException gone) {
            // Either side may go at any time; the other one sees it by its connection.
        } finally {
            open.remove(client);
        }
    }

    private void converse(Socket client, Socket server) throws IOException {
        DataInputStream requests = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        DataInputStream replies = new DataInputStream(new BufferedInputStream(server.getInputStream()));
        OutputStream toServer = server.getOutputStream();
        OutputStream toClient = client.getOutputStream();
        for (Optional<WireMessage> next = WireMessage.read(requests);
                next.isPresent();
                next = WireMessage.read(requests)) {
            WireMessage request = next.get();
            Asked asked = conversation.asked(request);
            long end = model.arrive(System.nanoTime(), asked.operations());
            request.writeTo(toServer);
            boolean answers = !request.moreToCome();
            while (answers) {
                Optional<WireMessage> reply = WireMessage.read(replies);
                if (reply.isEmpty()) {
                    return;
                }
                int more = conversation.answered(asked, reply.get());
                awaitUntil(more == 0 ? end : Math.max(end, model.arrive(System.nanoTime(), more)));
                reply.get().writeTo(toClient);
                // A greeting that is listened to goes on by itself.
                answers = reply.get().moreToCome();
            }
        }
    }

    private static void awaitUntil(long end) {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes all connections. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
