package io.penstock.processor.governing;

import io.penstock.records.InstanceLoad;
import io.penstock.records.InstanceLoad.Work;
import java.time.Duration;
import java.util.List;

/**
 * How many instances the present load wants. By Little's law work that comes at a rate and takes a time keeps rate · time
 * attempts busy:
 *
 * <pre>
 *   attempts  = (new tasks a second + open tasks / 10 min) · handler time of a task
 *   instances = min(attempts, governor's limit) / concurrency of one,   rounded up, from 1 to the number of partitions
 * </pre>
 *
 * What is open shall be gone in ten minutes. More than the database can spare wants no instance: it would have no share.
 * Threads may share one.
 *
 * @param concurrency attempts that one instance runs at once
 * @param partitions of the queue: more instances have nothing to do
 */
record InstancesWanted(int concurrency, int partitions) {
    private static final double DRAIN_SECONDS = Duration.ofMinutes(10).toSeconds();

    /**
     * The number.
     *
     * @param loads what the instances say of themselves
     * @param limit attempts that may run at once, of all of them
     */
    int of(List<InstanceLoad> loads, double limit) {
        double rate = 0;
        double handled = 0;
        double weight = 0;
        for (InstanceLoad load : loads) {
            Work work = load.work();
            double arriving = work.newPerSecond() + work.open() / DRAIN_SECONDS;
            rate += arriving;
            if (work.handlingSeconds() > 0) {
                handled += arriving * work.handlingSeconds();
                weight += arriving;
            }
        }
        // Who has not handled any yet is taken to be like the others.
        double attempts = weight == 0 ? 0 : rate * handled / weight;
        double instances = Math.ceil(Math.min(attempts, limit) / concurrency);
        return (int) Math.max(1, Math.min(partitions, instances));
    }
}
