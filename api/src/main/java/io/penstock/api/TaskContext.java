package io.penstock.api;

/** What surrounds one attempt at a task. */
public interface TaskContext {
    /** This attempt's number. */
    AttemptNumber attempt();
}
