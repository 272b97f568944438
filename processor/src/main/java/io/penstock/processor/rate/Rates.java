package io.penstock.processor.rate;

import io.penstock.settings.WorkSettings.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This process's part of the jobs' rates, which hold for all processes together. While the governor is heard, that is the
 * part of the limit that it gives to this process; else the part of the partitions that are here. Either sums up to the
 * whole over all processes. Threads may share one.
 */
public final class Rates {
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private OptionalDouble governed = OptionalDouble.empty();
    private int partitions = 1;
    private int here;
    private volatile double part;

    /** The share of one partition, until it is closed. */
    public synchronized Share open() {
        here++;
        divide();
        return new Share();
    }

    /** How many partitions there are, of all processes together. */
    public synchronized void partitions(int all) {
        partitions = all;
        divide();
    }

    /**
     * The governor has spoken, or is not heard any more.
     *
     * @param mine the part of this process, from 0 to 1; empty: not known
     */
    public synchronized void governed(OptionalDouble mine) {
        governed = mine;
        divide();
    }

    private void divide() {
        part = governed.orElse(Math.min(1, (double) here / partitions));
    }

    private synchronized void left() {
        here--;
        divide();
    }

    /** One partition's share. For use by one thread. */
    public final class Share implements AutoCloseable {
        private final List<Pace> paces = new ArrayList<>();

        private Share() {}

        /**
         * How often attempts of a job may begin.
         *
         * @param rate of the job; empty: at any time
         * @param now milliseconds since 1970
         */
        public Pace of(String job, Optional<Rate> rate, long now) {
            Pace pace = rate.map(known -> buckets.computeIfAbsent(job, absent -> new Bucket(known, () -> part, now)))
                    .<Pace>map(bucket -> bucket.claim(now))
                    .orElse(Pace.FREE);
            paces.add(pace);
            return pace;
        }

        /** The partition leaves. What it was given for attempts that have not begun is given back by who has it. */
        @Override
        public void close() {
            paces.forEach(Pace::forgo);
            paces.clear();
            left();
        }
    }
}
