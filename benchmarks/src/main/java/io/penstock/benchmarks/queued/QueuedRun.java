package io.penstock.benchmarks.queued;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.process.Options;
import java.util.Map;

/**
 * What a contestant has to know of a run.
 *
 * @param installation where it is
 * @param handlerMillis how long each handler waits
 * @param concurrency how many run at once
 * @param commit when Penstock commits, as its configuration file says it
 * @param timed whether results tell when their handlers ended, for Penstock
 */
record QueuedRun(Installation installation, int handlerMillis, int concurrency, String commit, boolean timed) {
    static final String COLLECTION = "counters";

    static QueuedRun of(Options options) {
        return new QueuedRun(
                Installation.of(options),
                options.number("handler-millis"),
                options.number("concurrency"),
                options.text("commit"),
                Boolean.parseBoolean(options.text("timed")));
    }

    Options options() {
        return installation
                .options()
                .and(Map.of(
                        "handler-millis", Integer.toString(handlerMillis),
                        "concurrency", Integer.toString(concurrency),
                        "commit", commit,
                        "timed", Boolean.toString(timed)));
    }

    /** The topic with the work as Debezium tells it. */
    static String changes(String source) {
        return Installation.changes(source, COLLECTION);
    }

    /** The topic with the same work for those who know no Debezium: keyed by what orders it. */
    String plain() {
        return plain(installation.source());
    }

    static String plain(String source) {
        return source + ".plain";
    }
}
