package io.penstock.benchmarks.queued;

import io.penstock.benchmarks.process.Contestant;
import io.penstock.processor.App;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.Settings;
import io.penstock.settings.file.Reading;
import io.penstock.settings.file.SettingsFile;
import java.util.Map;

/** Penstock's processor as a user would configure it: every default is the default. */
final class PenstockQueued implements Contestant {
    private final App app;

    private PenstockQueued(QueuedRun run) {
        this.app = new App(settings(run), run.state(), TaskListener.NONE);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, options -> new PenstockQueued(QueuedRun.of(options)));
    }

    @Override
    public void start() {
        app.start(failure -> System.exit(1));
    }

    @Override
    public void close() {
        app.close();
    }

    private static Settings settings(QueuedRun run) {
        String file = """
                application: %s
                kafka:
                  bootstrap.servers: %s
                mongodb:
                  uri: mongodb://127.0.0.1:1/?replicaSet=none
                source:
                  prefix: %s
                topics:
                  partitions: %d
                concurrency: %d
                jobs:
                  - name: wait
                    collection: shop.counters
                    shard-key: /key
                    handler: %s
                    settings:
                      millis: "%d"
                """.formatted(
                        run.application(),
                        run.bootstrapServers(),
                        run.source(),
                        run.partitions(),
                        run.concurrency(),
                        WaitingHandler.class.getName(),
                        run.handlerMillis());
        Reading reading = SettingsFile.parse(file, Map.of());
        return reading.settings()
                .orElseThrow(() -> new IllegalStateException("The configuration is wrong: " + reading.problems()));
    }
}
