package io.penstock.signals;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a source could not read: counted always, and said once, until it can read again or something else is wrong.
 *
 * <p>Threading: safe for use by several threads.
 */
final class Misreadings {
    private static final Logger LOG = LoggerFactory.getLogger(Misreadings.class);
    private static final String NOTHING = "";

    private final String signal;
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<String> said = new AtomicReference<>(NOTHING);

    Misreadings(String signal) {
        this.signal = signal;
    }

    /**
     * Something could not be read.
     *
     * @param kind what is wrong, the same for each that is wrong alike; by it repetitions are known
     * @param detail what is wrong with this one, and what to do; without secrets
     */
    void add(String kind, String detail) {
        if (!said.getAndSet(kind).equals(kind)) {
            LOG.warn(
                    "The signal '{}' is silent, and the governor careful until it speaks: {}. {}",
                    signal,
                    kind,
                    detail);
        }
        // Who sees it counted finds it said.
        count.incrementAndGet();
    }

    /** Something could be read. */
    void none() {
        if (!said.get().isEmpty() && !said.getAndSet(NOTHING).isEmpty()) {
            LOG.info("The signal '{}' speaks again.", signal);
        }
    }

    long count() {
        return count.get();
    }
}
