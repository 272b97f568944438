package io.penstock.governor.limit;

/**
 * What a signal says.
 *
 * @param signal its name
 * @param burn how many times as many operations are slow as may be, over the objective's window
 * @param silent whether it says nothing
 */
public record Standing(String signal, double burn, boolean silent) {}
