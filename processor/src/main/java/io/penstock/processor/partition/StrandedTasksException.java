package io.penstock.processor.partition;

/**
 * Tasks are open of a job that was queued when they came, and is inline now: nobody would run them or tell of them, and later
 * versions of their documents would pass them.
 */
public final class StrandedTasksException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param job its name
     * @param open how many there are, as {@code 2 tasks are}
     */
    public StrandedTasksException(String job, String open) {
        super(
                ("Job %s is inline, and was queued before: %s open in a partition, and an inline job has no queue in which they"
                                + " could be done. Put 'execution: queued' back, and make the job inline when nothing of it is open any"
                                + " more: 'penstock tasks list --job %s' shows what is")
                        .formatted(job, open, job));
    }
}
