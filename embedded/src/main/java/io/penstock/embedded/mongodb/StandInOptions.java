package io.penstock.embedded.mongodb;

import io.penstock.embedded.mongodb.oplog.ServerRelease;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a stand-in is to be.
 *
 * @param port the port on the loopback interface, 0 for any that is free
 * @param setName the name of the replica set
 * @param release which server it says it is
 * @param maxOplogEntries how many changes the oplog keeps at most
 * @param maxOplogBytes about how many bytes they may take
 * @param clock where cluster times and wall times come from
 * @param directory where documents and oplog are kept; none to forget them at the end
 */
public record StandInOptions(
        int port,
        String setName,
        ServerRelease release,
        long maxOplogEntries,
        long maxOplogBytes,
        InstantSource clock,
        Optional<Path> directory) {

    /** A free port, {@code rs0}, MongoDB 7.0, a million changes or 256 MB, the system's clock, in memory. */
    public static StandInOptions defaults() {
        return new StandInOptions(
                0, "rs0", ServerRelease.V7_0, 1_000_000, 256L << 20, InstantSource.system(), Optional.empty());
    }

    /** The same on this port. */
    public StandInOptions withPort(int newPort) {
        return new StandInOptions(newPort, setName, release, maxOplogEntries, maxOplogBytes, clock, directory);
    }

    /** The same, but it says that it is this server. */
    public StandInOptions withRelease(ServerRelease newRelease) {
        return new StandInOptions(port, setName, newRelease, maxOplogEntries, maxOplogBytes, clock, directory);
    }

    /** The same with other bounds of the oplog. */
    public StandInOptions withOplog(long maxEntries, long maxBytes) {
        return new StandInOptions(port, setName, release, maxEntries, maxBytes, clock, directory);
    }

    /** The same, but it keeps its data in this directory, and goes on with what is there. */
    public StandInOptions withDirectory(Path newDirectory) {
        return new StandInOptions(
                port, setName, release, maxOplogEntries, maxOplogBytes, clock, Optional.of(newDirectory));
    }
}
