package io.penstock.cli.command;

import picocli.CommandLine.Parameters;

/** Names a job. */
final class JobOptions {
    @Parameters(paramLabel = "NAME", description = "The job.")
    private String name = "";

    String name() {
        return name;
    }
}
