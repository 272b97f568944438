package io.penstock.benchmarks.backlog;

import java.util.Locale;

/** What the processor has to do. */
enum Jobs {
    /** Waits for a permit that may never come. */
    GATED("handler: " + GatedHandler.class.getName() + ", time-limit: 1d"),
    /** The same, with changelogs that keep deletions for a minute: what is so after half an hour is so after a minute. */
    SHORT_DELETIONS(
            "handler: " + GatedHandler.class.getName() + ", time-limit: 1d",
            "streams: {topic.delete.retention.ms: 60000}\n"),
    /** Is for next month. */
    NEXT_MONTH("handler: " + GatedHandler.class.getName() + ", delay: 30d"),
    /** Fails until it recovers. */
    FAILING("handler: " + FailingHandler.class.getName() + ", max-attempts: 1000, retry: {initial: 1s, max: 10s}");

    static final String COLLECTION = "errands";

    private final String keys;
    private final String more;

    Jobs(String keys) {
        this(keys, "");
    }

    Jobs(String keys, String more) {
        this.keys = keys;
        this.more = more;
    }

    static Jobs of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the configuration file has it. */
    String settings() {
        return more + """
                jobs:
                  - {name: errand, collection: shop.%s, shard-key: /key, %s}
                """.formatted(COLLECTION, keys);
    }
}
