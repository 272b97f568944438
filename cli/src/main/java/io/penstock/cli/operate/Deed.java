package io.penstock.cli.operate;

import io.penstock.records.Command;
import io.penstock.records.Command.GivenUp;
import io.penstock.records.Command.Request;

/** What is done to tasks that were given up. */
public enum Deed {
    /** They begin another round. */
    RETRY("tried again"),
    /** They are settled for good: nobody tries them again. */
    DISCARD("discarded");

    private final String done;

    Deed(String done) {
        this.done = done;
    }

    /** As one says of tasks to which it was done: {@code tried again}. */
    public String done() {
        return done;
    }

    /** What is asked of the partition that has the task. */
    Request request(GivenUp task) {
        return this == RETRY ? new Command.Retry(task) : new Command.Discard(task);
    }
}
