package io.penstock.benchmarks.standin;

import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.Options;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;

/** The stand-in as {@code penstock mongodb} runs it. */
final class StandInServer implements Contestant {
    /** The option with the port. */
    static final String PORT = "port";
    /** The option with the number of changes that the oplog keeps. */
    static final String OPLOG = "oplog";

    private static final long OPLOG_BYTES = 512L << 20;

    private final MongoStandIn server;

    private StandInServer(Options options) {
        this.server = MongoStandIn.start(
                StandInOptions.defaults().withPort(options.number(PORT)).withOplog(options.number(OPLOG), OPLOG_BYTES));
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, StandInServer::new);
    }

    @Override
    public void start() {
        // It serves since it was made.
    }

    @Override
    public void close() {
        server.close();
    }
}
