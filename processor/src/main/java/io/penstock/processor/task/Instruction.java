package io.penstock.processor.task;

/**
 * What an operator has written, not looked at yet.
 *
 * @param text a command as JSON, or whatever was written to the topic of commands
 */
public record Instruction(Raw text) implements Incoming {}
