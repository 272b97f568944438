package io.penstock.processor.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a process that has come has got partitions. Kafka Streams says that it runs as soon as it is a member of the group,
 * and hands partitions over in a second rebalance, or, where stores have to be copied before, in one that comes a minute
 * later. Who ends the next process in between leaves all work to those that are left. Threads may share one.
 */
final class FirstShare {
    /** After this time without partitions a process is a spare one, whatever others have: sooner than anybody is woken. */
    private static final long SPARE_NANOS = Duration.ofMinutes(3).toNanos();

    private Optional<Long> without = Optional.empty();

    /**
     * Whether there are partitions here, or none is to come.
     *
     * @param own how many are here
     * @param each how many each process has of the step that runs tasks, as far as that is known: who has more than one has
     *     one for us
     * @param nanos a time that never goes back
     */
    synchronized boolean isHere(int own, Supplier<? extends Collection<Long>> each, long nanos) {
        if (own > 0 || each.get().stream().allMatch(partitions -> partitions <= 1)) {
            without = Optional.empty();
            return true;
        }
        long since = without.orElse(nanos);
        without = Optional.of(since);
        return nanos - since > SPARE_NANOS;
    }
}
