package io.penstock.benchmarks.standin;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.Options;

/** mongo-java-server as it comes. */
final class PlainServer implements Contestant {
    private final int port;
    private final MongoServer server = new MongoServer(new MemoryBackend());

    private PlainServer(Options options) {
        this.port = options.number(StandInServer.PORT);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, PlainServer::new);
    }

    @Override
    public void start() {
        server.bind("127.0.0.1", port);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
