package io.penstock.embedded.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Free ports on the loopback interface, from below the range that operating systems give to outgoing connections.
 *
 * <p>A port of that range would not do for a server that comes back to it: while the server is away, any client's
 * connection may get the port, and a client that keeps trying to reach it may even connect to itself.
 */
public final class LoopbackPorts {
    static final String ADDRESS = "127.0.0.1";

    private static final int LOWEST = 20_000;
    /** Linux gives ports to outgoing connections from 32768 on, other systems from 49152 on. */
    private static final int BEYOND = 32_768;

    /** A port is free for a while before Kafka listens on it: processes that start at once draw from different shares. */
    private static final int SHARES = 64;

    private static final int TRIES = 200;

    private LoopbackPorts() {}

    /** A port that nobody listens on now. */
    public static int choose() {
        return chooseOtherThan(0);
    }

    /** A port that nobody listens on now, and that is not the one that somebody is about to listen on. */
    static int chooseOtherThan(int reserved) {
        int share = (int) (ProcessHandle.current().pid() % SHARES);
        return chooseOtherThan(
                reserved,
                () -> LOWEST + share + SHARES * ThreadLocalRandom.current().nextInt((BEYOND - LOWEST) / SHARES));
    }

    static int chooseOtherThan(int reserved, IntSupplier ports) {
        for (int i = 0; i < TRIES; i++) {
            int port = ports.getAsInt();
            if (port != reserved && free(port)) {
                return port;
            }
        }
        throw new BrokerStartException("No free port found on " + ADDRESS + " between " + LOWEST + " and "
                + (BEYOND - 1) + " in " + TRIES + " tries; name one with broker.port");
    }

    /** Whether a server could listen on the port now. */
    static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As Kafka does: connections of a broker that was killed may linger on its port and do no harm.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
