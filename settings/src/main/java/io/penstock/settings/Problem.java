package io.penstock.settings;

/**
 * Something that is wrong with a configuration file.
 *
 * @param pointer where, as a JSON pointer into the file: {@code /jobs/0/when}
 * @param message what is wrong and what to do about it, in one or two sentences; never shows a secret
 */
public record Problem(String pointer, String message) {}
