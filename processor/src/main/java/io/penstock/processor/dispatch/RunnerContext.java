package io.penstock.processor.dispatch;

import io.penstock.documents.DocumentAccess;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What runners share.
 *
 * @param places how many turns run at once
 * @param threads run handlers
 * @param completions makes completions of outcomes
 * @param documents the database
 * @param clock the time of day
 * @param fatal told of what leaves nothing in the process to rely on
 */
record RunnerContext(
        Places places,
        HandlerThreads threads,
        Completions completions,
        DocumentAccess documents,
        InstantSource clock,
        Consumer<Throwable> fatal) {
    /** Begins the turn's next attempt, if there is one and anything may still begin. */
    Optional<RunningAttempt> next(Turn turn) {
        return places.isClosed() ? Optional.empty() : turn.next();
    }

    /** What a handler sees of an attempt. */
    AttemptContext context(RunningAttempt attempt) {
        long changedAt = attempt.work().attempt().task().version().position().time();
        return new AttemptContext(
                attempt,
                clock,
                threads.callbacks(),
                documents.attempt(changedAt, new AttemptAccount(attempt), threads.callbacks()));
    }
}
