package io.penstock.settings;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.records.Severity;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the tasks of a job wait, run, are tried again and given up. All but {@link Retry#maxAttempts} and the
 * objectives is for jobs whose execution is queued; for an inline job the rest has its defaults and means nothing.
 *
 * @param lane what tasks of one shard key do to each other
 * @param retry when a task is tried again
 * @param schedule when a task may run, and what goes first
 * @param limits how long an attempt, and how long a task may take
 * @param breaker when the job pauses because its handler fails; empty: never
 * @param late what happens to a task when its document changes again
 * @param escalation when failures weigh more; empty: never
 * @param objectives what is promised of it; empty: nothing
 */
public record WorkSettings(
        Lane lane,
        Retry retry,
        Schedule schedule,
        Limits limits,
        Optional<Breaker> breaker,
        Late late,
        Optional<Escalation> escalation,
        Optional<JobObjectives> objectives) {
    /** Without service-level objectives. */
    public WorkSettings(
            Lane lane,
            Retry retry,
            Schedule schedule,
            Limits limits,
            Optional<Breaker> breaker,
            Late late,
            Optional<Escalation> escalation) {
        this(lane, retry, schedule, limits, breaker, late, escalation, Optional.empty());
    }

    /**
     * What tasks of one shard key do to each other.
     *
     * @param order whether they wait for each other
     * @param onRetry what the others do while one waits for its next attempt
     * @param quarantineAfter after how many dead letters in a row the lane is set aside; empty: never
     */
    public record Lane(Order order, OnRetry onRetry, OptionalInt quarantineAfter) {}

    /** Which tasks wait for each other. */
    public enum Order {
        /** Those with one shard key: one at a time, in order of admission. */
        SHARD_KEY,
        /** None, but the versions of one task id. */
        NONE
    }

    /** What the lane does while its head waits for the next attempt. */
    public enum OnRetry {
        /** It waits. */
        HOLD,
        /** Later tasks pass; later versions of the same task id do not. */
        YIELD
    }

    /**
     * When a task is tried again. The pause before attempt n + 1 is {@code initial} times {@code factor} to the power of
     * n - 1, at most {@code max}; of that the part {@code jitter} is random.
     *
     * @param maxAttempts how often a task is tried before it is given up, at least 1
     * @param initial the pause after the first attempt
     * @param factor by how much each pause is longer than the one before, at least 1
     * @param max the longest pause, not shorter than {@code initial}
     * @param jitter the part of the pause that is random, from 0 to 1
     */
    public record Retry(int maxAttempts, Duration initial, double factor, Duration max, double jitter) {}

    /**
     * When a task may run: for the first time not before the later of two times, and then by how much it matters.
     *
     * @param notBefore where the document says when; empty: it does not
     * @param delay how long after its admission; zero: at once
     * @param tier how much it matters
     * @param interruptible whether a running attempt may be interrupted for what matters more
     * @param rate how many attempts of the job may begin in which time, of all processes together; empty: any number
     */
    public record Schedule(
            Optional<JsonPointer> notBefore, Duration delay, Tier tier, boolean interruptible, Optional<Rate> rate) {
        /** Of a job that matters as much as most, and is not interrupted. */
        public Schedule(Optional<JsonPointer> notBefore, Duration delay) {
            this(notBefore, delay, Tier.NORMAL, false, Optional.empty());
        }
    }

    /**
     * How many attempts may begin.
     *
     * @param attempts at most, at least 1
     * @param per in this time
     */
    public record Rate(int attempts, Duration per) {}

    /** How much a job's tasks matter, the most first. */
    public enum Tier {
        /** Somebody waits for it. */
        CRITICAL,
        /** Most work. */
        NORMAL,
        /** Whenever there is nothing else to do. */
        BULK
    }

    /**
     * How long an attempt, and how long a task may take.
     *
     * @param timeLimit how long an attempt may run before it counts as timed out
     * @param onLostAttempt what happens while an attempt that timed out still runs
     * @param maxAge how long a task may be open; empty: as long as it takes
     * @param maxHandlerTime how long all attempts at a task together may run; empty: as long as they take
     * @param start what an attempt's start waits for
     * @param budget what all attempts at a task together may cost the database
     */
    public record Limits(
            Duration timeLimit,
            OnLostAttempt onLostAttempt,
            Optional<Duration> maxAge,
            Optional<Duration> maxHandlerTime,
            Start start,
            Budget budget) {
        /** Without a budget. */
        public Limits(
                Duration timeLimit,
                OnLostAttempt onLostAttempt,
                Optional<Duration> maxAge,
                Optional<Duration> maxHandlerTime,
                Start start) {
            this(timeLimit, onLostAttempt, maxAge, maxHandlerTime, start, Budget.NONE);
        }
    }

    /**
     * What all attempts at a task together may cost the database. What is empty is not bounded.
     *
     * @param operations requests, of which an attempt has a share
     * @param documentsRead documents that are looked for
     * @param documentsWritten documents that are written or deleted
     * @param bytesRead size of the documents that are found
     * @param bytesWritten size of what is sent
     * @param time from requests to replies
     */
    public record Budget(
            OptionalLong operations,
            OptionalLong documentsRead,
            OptionalLong documentsWritten,
            OptionalLong bytesRead,
            OptionalLong bytesWritten,
            Optional<Duration> time) {
        /** As much as it takes. */
        public static final Budget NONE = new Budget(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    /** What happens while an attempt that timed out still runs, because its handler ignores the interrupt. */
    public enum OnLostAttempt {
        /** The next attempt starts when its time has come. */
        RETRY,
        /** The next attempt waits until the lost one has returned. */
        HOLD
    }

    /** What an attempt's start waits for. */
    public enum Start {
        /** Nothing: a crash can repeat what was not committed. */
        SPECULATIVE,
        /** The commit of the task's admission, of the settlement before it, and of the attempt's number. */
        COMMITTED
    }

    /**
     * When the job pauses because its handler fails.
     *
     * @param failures the part of the attempts that fail at which it pauses, above 0, at most 1
     * @param window of how many attempts, the newest
     * @param pause how long, before one attempt probes whether the handler works again
     */
    public record Breaker(double failures, int window, Duration pause) {}

    /**
     * What happens to a task when its document changes again.
     *
     * @param coalesce whether a newer version takes the place of one that waits
     * @param cancelRunning whether it also ends one that runs; only if {@code coalesce}
     * @param onUnmatch what happens when the condition under which the task was made no longer holds
     * @param onDuplicate what happens when a change that has its result comes again
     */
    public record Late(boolean coalesce, boolean cancelRunning, OnUnmatch onUnmatch, OnDuplicate onDuplicate) {}

    /** What happens when a change ends the condition under which a task was made; a delete counts as such. */
    public enum OnUnmatch {
        /** Nothing. */
        IGNORE,
        /** Tasks of the document that are open are cancelled. */
        CANCEL_OPEN,
        /** Open tasks are cancelled, and what has succeeded is compensated by the handler. */
        COMPENSATE
    }

    /** What happens when a change that has its result comes again. */
    public enum OnDuplicate {
        /** It is told and dropped. */
        DROP,
        /** Its result is written once more, marked as a replay. */
        EMIT_RESULT
    }

    /**
     * When failures weigh more.
     *
     * @param deadLetters at how many dead letters of the job
     * @param per within how much time
     * @param to the severity that they have from then on
     */
    public record Escalation(int deadLetters, Duration per, Severity to) {}
}
