package io.penstock.governor.trace;

import io.penstock.governor.limit.State;

/**
 * How it stood in one second.
 *
 * @param second which
 * @param limit at its end
 * @param state at its end
 * @param pressure the latency at the objective's quantile within the second, as a share of the objective, of the worst
 *     signal; 0 if none spoke
 */
public record Point(int second, double limit, State state, double pressure) {}
