package io.penstock.cli.command;

import picocli.CommandLine.Option;

/** The options that say in which form a command answers. */
final class Output {
    /** In which form a command answers. */
    enum Form {
        /** For people. */
        TABLE,
        /** One JSON object a line, for programs. */
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "How to show it: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Form form = Form.TABLE;

    @Option(names = "--json", description = "Short for --output JSON: one JSON object a line, for programs.")
    private boolean json;

    boolean json() {
        return json || form == Form.JSON;
    }
}
