package io.penstock.governor.limit;

/**
 * What the rule decided.
 *
 * @param at when, on the clock that was handed in, in nanoseconds
 * @param from the limit before
 * @param to the limit from now on
 * @param before what the rule was about
 * @param state what the rule is about from now on
 * @param reason why
 */
public record Change(long at, double from, double to, State before, State state, Reason reason) {}
