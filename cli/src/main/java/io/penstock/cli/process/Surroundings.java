package io.penstock.cli.process;

import io.penstock.cli.terminal.Terminal;
import java.io.PrintStream;
import java.time.InstantSource;

/**
 * What a command finds around itself.
 *
 * @param out what the command has to say
 * @param err what else people should know: progress, warnings, errors
 * @param terminal what of both a person looks at
 * @param stop the wish that the command ends
 * @param clock tells the time
 */
public record Surroundings(PrintStream out, PrintStream err, Terminal terminal, StopSignal stop, InstantSource clock) {}
