package io.penstock.embedded.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;

/**
 * The directory of an embedded broker, held by one process at a time:
 *
 * <ul>
 *   <li>{@code lock}: locked while a broker runs; names its process
 *   <li>{@code port}: the port that was used last, so that clients find the broker again after a restart
 *   <li>{@code kafka/}: what Kafka keeps
 * </ul>
 */
final class BrokerDirectory implements AutoCloseable {
    private static final String PORT_FILE = "port";

    private final Path root;
    private final FileChannel lock;

    private BrokerDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Takes hold of a directory, which is made if it is not there.
     *
     * @throws BrokerStartException if another broker holds it, or it cannot be written
     */
    static BrokerDirectory open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(
                    root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                String holder = holder(channel);
                // On POSIX this frees the lock of another broker in this process; Kafka's own lock still guards its
                // log.
                channel.close();
                throw new BrokerStartException("The broker's data directory " + root + " is in use" + holder
                        + ": end that one first, or name another directory with broker.data or --data");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)), 0);
            return new BrokerDirectory(root, channel);
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The broker's data directory " + root + " cannot be written (" + e
                            + "): check its rights and its disk, or name another directory with broker.data or --data",
                    e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = UTF_8.decode(bytes.flip()).toString();
        return pid.isEmpty() ? "" : " by another broker (process " + pid + ")";
    }

    Path root() {
        return root;
    }

    /** Where Kafka keeps its log. */
    Path log() {
        return root.resolve("kafka");
    }

    /** Whether the log has been formatted. */
    boolean formatted() {
        return Files.exists(log().resolve("meta.properties"));
    }

    /** The port that the broker of this directory used last. */
    OptionalInt port() {
        return lastPort(root);
    }

    /** The port that the broker of a directory used last; empty if there was none. Needs no hold of the directory. */
    static OptionalInt lastPort(Path directory) {
        try {
            Path file = directory.resolve(PORT_FILE);
            return Files.exists(file)
                    ? OptionalInt.of(Integer.parseInt(Files.readString(file).strip()))
                    : OptionalInt.empty();
        } catch (IOException | NumberFormatException unreadable) {
            return OptionalInt.empty();
        }
    }

    void keepPort(int port) {
        Path file = root.resolve(PORT_FILE);
        try {
            Path temporary = root.resolve("port.new");
            Files.writeString(temporary, Integer.toString(port));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new BrokerStartException("The broker's port cannot be kept in " + file + " (" + e + ")", e);
        }
    }

    /** Lets go of the directory. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest, and everything has been written.
        }
    }
}
