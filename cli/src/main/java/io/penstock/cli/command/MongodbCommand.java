package io.penstock.cli.command;

import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Shutdown;
import io.penstock.cli.process.Surroundings;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock mongodb}. */
@Command(
        name = "mongodb",
        header = "Runs a stand-in for MongoDB, for trying things out.",
        description = {
            "",
            "It speaks MongoDB's protocol on the loopback interface, change streams and transactions included, so that"
                    + " drivers, shells and Penstock work with it. It is no database for data that matters. Ctrl-C ends it."
        },
        footer = {
            "",
            "Examples:",
            "  Where the example configurations look for it, with nothing kept:",
            "    penstock mongodb --port 27017",
            "  With its data in data/mongodb:",
            "    penstock mongodb --data data/mongodb"
        })
public final class MongodbCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port on the loopback interface; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port = 27_017;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The directory that keeps the data. Default: nothing is kept.")
    private Optional<Path> data = Optional.empty();

    public MongodbCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        StandInOptions plain = StandInOptions.defaults().withPort(port);
        StandInOptions options = data.map(plain::withDirectory).orElse(plain);
        try (Shutdown shutdown = new Shutdown()) {
            MongoStandIn mongodb = shutdown.closing("the stand-in for MongoDB", MongoStandIn.start(options));
            surroundings.out().println("Stand-in for MongoDB ready at " + mongodb.uri() + "; Ctrl-C ends it");
            surroundings.stop().await();
        }
        return ExitCodes.DONE;
    }
}
