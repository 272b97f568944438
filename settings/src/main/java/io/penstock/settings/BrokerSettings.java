package io.penstock.settings;

import java.nio.file.Path;

/**
 * The embedded broker.
 *
 * @param data the directory that keeps its log
 * @param port the port on the loopback interface; 0 for any that is free
 */
public record BrokerSettings(Path data, int port) {}
