package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.model.ModelProxy;
import io.penstock.benchmarks.model.ServiceModel;
import io.penstock.benchmarks.model.ServiceModel.ServiceTimes;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.Options;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import java.util.Map;

/** The stand-in for MongoDB, and in front of it a model of a server that can be saturated. */
final class ServerProcess implements Contestant {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final long OPLOG_BYTES = 64L << 20;
    private static final long OPLOG_CHANGES = 100_000;

    private final MongoStandIn server;
    private final ModelProxy proxy;

    private ServerProcess(Options options) {
        server = MongoStandIn.start(StandInOptions.defaults()
                .withPort(options.number("server-port"))
                .withOplog(OPLOG_CHANGES, OPLOG_BYTES));
        ServiceTimes times = new ServiceTimes(
                options.number("slots"),
                options.number("median-micros") * NANOS_PER_MICRO,
                Double.parseDouble(options.text("sigma")));
        proxy = ModelProxy.start(
                new ServiceModel(times, options.number("seed")), options.number("port"), server.port());
    }

    static Map<String, String> options(int port, int serverPort, ServiceTimes times, int seed) {
        return Map.of(
                "port", Integer.toString(port),
                "server-port", Integer.toString(serverPort),
                "slots", Integer.toString(times.slots()),
                "median-micros", Long.toString(Math.round(times.medianNanos() / NANOS_PER_MICRO)),
                "sigma", Double.toString(times.sigma()),
                "seed", Integer.toString(seed));
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, ServerProcess::new);
    }

    @Override
    public void start() {
        // It serves since it was made.
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
