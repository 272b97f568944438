package io.penstock.processor.stream;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * A wall-clock punctuator that exists only while a step of the topology has something to do without a record: after each
 * punctuation Kafka Streams commits, and at rest there must be no transaction. For use by one thread, and only while Kafka
 * Streams calls the step.
 */
final class OnDemandPunctuator implements AutoCloseable {
    /** Below this it fires at a fixed interval: rescheduling would cost more. */
    private static final long REGULAR_MILLIS = 10;
    /** Far enough away that stopping in between is worth it. */
    private static final long FAR_MILLIS = 50;
    /** Upper bound: Kafka Streams converts the interval to nanoseconds. */
    private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();

    private final ProcessorContext<?, ?> context;
    private final Runnable look;
    private Optional<Cancellable> set = Optional.empty();
    private long interval;
    private long fires;

    OnDemandPunctuator(ProcessorContext<?, ?> context, Runnable look) {
        this.context = context;
        this.look = look;
    }

    /** Sets it. Both in milliseconds since 1970; {@code due} {@link Long#MAX_VALUE}: it is not to fire. */
    void at(long now, long due) {
        if (due == Long.MAX_VALUE) {
            close();
            return;
        }
        long wait = due - now > FAR_MILLIS ? Math.min(due - now, LONGEST_MILLIS) : REGULAR_MILLIS;
        boolean regular = wait == REGULAR_MILLIS && interval == REGULAR_MILLIS;
        boolean soonEnough = wait != REGULAR_MILLIS && interval != REGULAR_MILLIS && fires <= due;
        // It fires by the wall clock: if that was set back, it would be silent for as long.
        boolean setBack = fires - now > 2 * interval;
        if (set.isEmpty() || setBack || !(regular || soonEnough)) {
            close();
            interval = wait;
            fires = now + wait;
            set = Optional.of(context.schedule(Duration.ofMillis(wait), PunctuationType.WALL_CLOCK_TIME, this::fire));
        }
    }

    @Override
    public void close() {
        set.ifPresent(Cancellable::cancel);
        set = Optional.empty();
    }

    private void fire(long now) {
        if (interval == REGULAR_MILLIS) {
            fires = now + interval;
        } else {
            close();
        }
        look.run();
    }
}
