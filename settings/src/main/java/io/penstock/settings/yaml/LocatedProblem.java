package io.penstock.settings.yaml;

import io.penstock.settings.Problem;

/**
 * Something wrong with a configuration file, and where.
 *
 * @param location the place in the file
 * @param problem what is wrong
 */
public record LocatedProblem(Location location, Problem problem) {
    /** Line, counted from 1. */
    public int line() {
        return location.line();
    }

    /** Column, counted from 1. */
    public int column() {
        return location.column();
    }

    /** What is wrong and what to do about it. */
    public String message() {
        return problem.message();
    }

    /** As compilers write it: {@code 12:7: message}. */
    @Override
    public String toString() {
        return location + ": " + message();
    }
}
