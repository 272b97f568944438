package io.penstock.benchmarks.inline;

import io.penstock.benchmarks.process.Contestant;
import io.penstock.processor.App;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.Settings;
import io.penstock.settings.file.Reading;
import io.penstock.settings.file.SettingsFile;
import java.util.Map;

/** Penstock's processor as a user would configure it: every default is the default. */
final class PenstockInline implements Contestant {
    private final App app;

    private PenstockInline(InlineRun run) {
        this.app = new App(settings(run), run.state(), TaskListener.NONE);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, options -> new PenstockInline(InlineRun.of(options)));
    }

    @Override
    public void start() {
        app.start(failure -> System.exit(1));
    }

    @Override
    public void close() {
        app.close();
    }

    private static Settings settings(InlineRun run) {
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
                streams:
                  commit.interval.ms: %d
                  num.stream.threads: %d
                jobs:
                  - name: total
                    collection: shop.orders
                    shard-key: /customerId
                    handler: %s
                    execution: inline
                """.formatted(
                        run.application(),
                        run.bootstrapServers(),
                        run.prefix(),
                        run.partitions(),
                        InlineRun.COMMIT_INTERVAL,
                        InlineRun.THREADS,
                        OrderTotal.class.getName());
        Reading reading = SettingsFile.parse(file, Map.of());
        return reading.settings()
                .orElseThrow(() -> new IllegalStateException("The configuration is wrong: " + reading.problems()));
    }
}
