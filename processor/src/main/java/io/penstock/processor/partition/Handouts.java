package io.penstock.processor.partition;

/** Counts the lanes of a partition that workers have, or are about to have, and holds a permit for each. For use by one thread. */
final class Handouts {
    private final Permits permits;
    private int count;

    Handouts(Permits permits) {
        this.permits = permits;
    }

    /** Whether there is any. */
    boolean any() {
        return count > 0;
    }

    /** Takes a permit for a lane of the job, if it has one that may start and there is a permit. */
    boolean take(QueuedJob job, long now) {
        if (!job.mayStart(now)) {
            if (job.lacksPermit()) {
                job.lacksPermit(false);
                permits.forgo(job.name(), job.tier());
            }
            return false;
        }
        boolean taken = permits.take(job.name(), job.tier());
        job.lacksPermit(!taken);
        if (taken) {
            add(job, 1);
        }
        return taken;
    }

    /** Takes a permit for a lane that runs in any case, even if there is none. */
    void force(QueuedJob job) {
        permits.force(job.name(), job.tier());
        add(job, 1);
    }

    void give(QueuedJob job) {
        add(job, -1);
        permits.give(job.name(), job.tier());
    }

    void giveAll(QueuedJob job) {
        while (job.handedOut() > 0) {
            give(job);
        }
    }

    private void add(QueuedJob job, int more) {
        count += more;
        job.handedOut(job.handedOut() + more);
    }
}
