package io.penstock.benchmarks.queued;

import io.penstock.benchmarks.installation.PenstockProcessor;
import io.penstock.benchmarks.process.Contestant;

/** Penstock's processor with a queued job. */
final class PenstockQueued {
    private PenstockQueued() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, options -> {
            QueuedRun run = QueuedRun.of(options);
            return new PenstockProcessor(run.installation(), settings(run));
        });
    }

    private static String settings(QueuedRun run) {
        return """
                concurrency: %d
                commit: %s
                jobs:
                  - name: wait
                    collection: shop.counters
                    shard-key: /key
                    handler: %s
                    settings:
                      millis: "%d"
                """.formatted(
                        run.concurrency(),
                        run.commit(),
                        (run.timed() ? TimedHandler.class : WaitingHandler.class).getName(),
                        run.handlerMillis());
    }
}
