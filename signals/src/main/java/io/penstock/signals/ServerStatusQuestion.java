package io.penstock.signals;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.client.MongoClient;
import io.penstock.settings.SignalOrigin.Operations;
import java.time.Duration;
import java.util.Optional;
import org.bson.Document;

/** Asks the primary what it has counted. For one thread. */
final class ServerStatusQuestion implements PeriodicSource.Question {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** What costs the server most to tell is left out. */
    private static final Document COMMAND = new Document("serverStatus", 1)
            .append("opLatencies", new Document("histograms", false))
            .append("metrics", 0)
            .append("locks", 0)
            .append("repl", 0)
            .append("wiredTiger", 0)
            .append("tcmalloc", 0)
            .append("shardingStatistics", 0)
            .append("transactions", 0);

    private final MongoClient client;
    private final Operations operations;
    private Optional<ServerSample> earlier = Optional.empty();

    ServerStatusQuestion(DatabaseClient database, Duration interval, Operations operations) {
        this.client = database.open(1, Periods.timeout(interval), HEARTBEAT);
        this.operations = operations;
    }

    @Override
    public void ask(PeriodicSource.Telling to) throws UnreadableException {
        ServerSample now = ServerSample.of(status(), System.nanoTime());
        earlier.flatMap(sample -> now.since(sample, operations)).ifPresent(latency -> to.reading(latency.toNanos()));
        earlier = Optional.of(now);
    }

    private Document status() throws UnreadableException {
        try {
            return client.getDatabase("admin").runCommand(COMMAND);
        } catch (MongoInterruptedException end) {
            throw end;
        } catch (MongoCommandException refused) {
            if (Unanswered.forbidden(refused)) {
                throw new UnreadableException(
                        "the user of the section 'mongodb' may not ask for serverStatus",
                        "Give it the role 'clusterMonitor' on 'admin', or use a 'probe', which needs no more than to read"
                                + " its collection");
            }
            throw new UnreadableException("the server refused serverStatus", Unanswered.why(refused));
        } catch (MongoException unanswered) {
            throw new UnreadableException("the server did not answer serverStatus", Unanswered.why(unanswered));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
