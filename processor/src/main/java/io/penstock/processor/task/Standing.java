package io.penstock.processor.task;

import java.util.List;

/**
 * What of one job is open in one partition.
 *
 * @param job the job's name
 * @param open how many tasks
 * @param ages the open tasks by the time at which they came, the oldest first; the older, the coarser
 * @param quarantined how many lanes are set aside because of their failures
 * @param paused whether an operator has paused the job
 */
public record Standing(String job, long open, List<Age> ages, long quarantined, boolean paused) {
    /**
     * Tasks of about one age.
     *
     * @param since none of them came before: milliseconds since 1970
     * @param tasks how many
     */
    public record Age(long since, long tasks) {}

    public Standing {
        ages = List.copyOf(ages);
    }
}
