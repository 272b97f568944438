package io.penstock.embedded.kafka;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in this JVM: broker and controller in one, on the loopback interface, for a single machine.
 *
 * <p>It formats its directory once and keeps its data there. After a {@code kill -9} it recovers what it had
 * acknowledged; what the operating system had not yet written to the disk when the machine itself failed can be lost, as
 * with any single Kafka broker.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final BrokerDirectory directory;
    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(BrokerDirectory directory, KafkaRaftServer server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and waits until it takes requests.
     *
     * @param data the directory that keeps its log; made if it is not there
     * @param port the port on the loopback interface; 0 for the one that the directory's broker used last, if it is free,
     *     or else for any that is free
     * @throws BrokerStartException if the directory is in use or cannot be written, if the port is taken, or if Kafka
     *     does not start
     */
    public static EmbeddedBroker start(Path data, int port) {
        BrokerDirectory directory = BrokerDirectory.open(data);
        try {
            int chosen = choosePort(directory, port);
            directory.keepPort(chosen);
            format(directory);
            KafkaRaftServer server = startServer(directory, chosen);
            return new EmbeddedBroker(directory, server, chosen);
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    private static int choosePort(BrokerDirectory directory, int wanted) {
        if (wanted != 0) {
            if (!LoopbackPorts.free(wanted)) {
                throw new BrokerStartException("Port " + wanted + " on " + LoopbackPorts.ADDRESS
                        + " is taken: end what listens there, or choose another with broker.port or --port (0: any)");
            }
            return wanted;
        }
        int before = directory.port().orElse(0);
        if (before != 0 && LoopbackPorts.free(before)) {
            return before;
        }
        int port = LoopbackPorts.choose();
        if (before != 0) {
            LOG.warn(
                    "Port {}, which the broker in {} had before, is taken; it uses {} now",
                    before,
                    directory.root(),
                    port);
        }
        return port;
    }

    private static void format(BrokerDirectory directory) {
        if (directory.formatted()) {
            return;
        }
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .addDirectory(directory.log().toString())
                    .setMetadataLogDirectory(directory.log().toString())
                    .run();
        } catch (Exception e) {
            throw new BrokerStartException("The broker's log in " + directory.log() + " cannot be formatted: " + e, e);
        }
    }

    private static KafkaRaftServer startServer(BrokerDirectory directory, int port) {
        int controllerPort = LoopbackPorts.chooseOtherThan(port);
        KafkaConfig config = KafkaConfig.fromProps(BrokerProperties.of(directory.log(), port, controllerPort), false);
        try {
            KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            return server;
        } catch (RuntimeException e) {
            throw new BrokerStartException(
                    "The embedded broker with its data in " + directory.root() + " did not start: " + e, e);
        }
    }

    /**
     * Where the broker of a directory was last, and is if it runs; empty if the directory never had one.
     *
     * @param data the broker's directory
     */
    public static Optional<String> lastAddress(Path data) {
        OptionalInt port = BrokerDirectory.lastPort(data);
        return port.isPresent() ? Optional.of(address(port.getAsInt())) : Optional.empty();
    }

    private static String address(int port) {
        return LoopbackPorts.ADDRESS + ":" + port;
    }

    /** What clients want as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return address(port);
    }

    /** The port on the loopback interface. */
    public int port() {
        return port;
    }

    /** Ends the broker and lets go of its directory; the data stays. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            directory.close();
        }
    }
}
