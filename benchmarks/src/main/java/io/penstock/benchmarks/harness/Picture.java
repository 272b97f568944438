package io.penstock.benchmarks.harness;

/**
 * What a run looked like.
 *
 * @param name what tells it from the others of its benchmark: letters, digits and '-'
 * @param caption what it shows
 * @param svg the picture
 */
public record Picture(String name, String caption, String svg) {}
