package io.penstock.processor.permit;

import io.penstock.processor.lane.Company;
import io.penstock.processor.partition.Permits;
import io.penstock.settings.WorkSettings.Tier;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Divides what a process may have handed out among the jobs of its partitions. One alone may take all; as soon as another of
 * its tier finds nothing left, each is held to an equal part, and who has more gets no more until it has less: so neither a
 * partition nor a job whose tasks take long can keep the others from being handed out. Each tier has as many, so that who
 * waits in line is of every tier that has work. While attempts are tried that may end the process, nothing else begins.
 * Threads may share one.
 */
public final class FairPermits {
    private final IntSupplier total;
    private final Map<Tier, Pool> pools = new EnumMap<>(Tier.class);
    private final Trials trials = new Trials();

    /**
     * @param total how much of a tier may be handed out at one time; one of each job and partition, if that is more
     */
    public FairPermits(IntSupplier total) {
        this.total = total;
        for (Tier tier : Tier.values()) {
            pools.put(tier, new Pool());
        }
    }

    /** What one tier has handed out. */
    private static final class Pool {
        private int taken;
        /** Parts that have something, or found nothing left. */
        private int wanting;
        /** Parts that found nothing left. */
        private int refused;
    }

    /** The share of one partition, until it is closed. */
    public Share open() {
        return new Share();
    }

    /** Whether there was too little for all. */
    public synchronized boolean areShort() {
        return pools.values().stream().anyMatch(pool -> pool.refused > 0);
    }

    /** One partition's share. */
    public final class Share implements Permits, AutoCloseable {
        private final Map<String, Part> parts = new HashMap<>();

        @Override
        public boolean take(String job, Tier tier) {
            synchronized (FairPermits.this) {
                return part(job, tier).take(total.getAsInt());
            }
        }

        @Override
        public void forgo(String job, Tier tier) {
            synchronized (FairPermits.this) {
                Part part = part(job, tier);
                part.set(part.mine, false);
            }
        }

        @Override
        public void force(String job, Tier tier) {
            synchronized (FairPermits.this) {
                Part part = part(job, tier);
                part.set(part.mine + 1, part.refused);
            }
        }

        @Override
        public void give(String job, Tier tier) {
            synchronized (FairPermits.this) {
                Part part = part(job, tier);
                part.set(part.mine - 1, part.refused);
            }
        }

        @Override
        public boolean mayBegin(long now) {
            return trials.mayBegin(now);
        }

        @Override
        public boolean beginTrial(Company company, long now, long acquitted) {
            synchronized (FairPermits.this) {
                boolean idle = pools.values().stream().allMatch(pool -> pool.taken == 0);
                return trials.begin(this, company, idle, now, acquitted);
            }
        }

        @Override
        public void endTrial() {
            synchronized (FairPermits.this) {
                trials.end(this);
            }
        }

        @Override
        public void forgoTrial() {
            synchronized (FairPermits.this) {
                trials.forgo(this);
            }
        }

        @Override
        public void close() {
            synchronized (FairPermits.this) {
                trials.leave(this);
                parts.values().forEach(part -> part.set(0, false));
                parts.clear();
            }
        }

        private Part part(String job, Tier tier) {
            return parts.computeIfAbsent(job, absent -> new Part(pools.computeIfAbsent(tier, none -> new Pool())));
        }
    }

    /** What one job has in one partition. */
    private static final class Part {
        private final Pool pool;
        private int mine;
        private boolean refused;

        Part(Pool pool) {
            this.pool = pool;
        }

        boolean take(int total) {
            boolean contended = pool.refused > (refused ? 1 : 0);
            int others = pool.wanting - (wants() ? 1 : 0);
            int equal = Math.max(1, total / (others + 1));
            boolean granted = mine < equal || (!contended && pool.taken < total);
            set(granted ? mine + 1 : mine, !granted);
            return granted;
        }

        void set(int has, boolean lacks) {
            int wanted = wants() ? 1 : 0;
            pool.refused += (lacks ? 1 : 0) - (refused ? 1 : 0);
            pool.taken += has - mine;
            mine = has;
            refused = lacks;
            pool.wanting += (wants() ? 1 : 0) - wanted;
        }

        private boolean wants() {
            return mine > 0 || refused;
        }
    }
}
