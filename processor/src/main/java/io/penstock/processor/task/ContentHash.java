package io.penstock.processor.task;

/**
 * First 128 bits of a SHA-256: two contents that differ have the same one with a chance of 1 in 10<sup>38</sup>.
 *
 * @param high first eight bytes
 * @param low next eight bytes
 */
public record ContentHash(long high, long low) {}
