package io.penstock.cli;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.embedded.kafka.BrokerStartException;
import io.penstock.embedded.mongodb.StandInStartException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells users what went wrong: a line with what, where and what to do; stack traces only when asked for. */
final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);

    private final BooleanSupplier verbose;

    FailureReport(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        // Picocli begins some of its messages so, and others not.
        err.println("penstock: " + String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCodes.WRONG_USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parseResult) {
        PrintWriter err = command.getErr();
        // Below what the console shows: for the log file.
        LOG.info("The command failed", e);
        if (e instanceof CommandFailure failure) {
            err.println("penstock: " + failure.getMessage());
        } else if (e instanceof BrokerStartException || e instanceof StandInStartException) {
            err.println("penstock: " + e.getMessage());
        } else {
            err.println(
                    "penstock: Something unforeseen went wrong: " + e + ". Run it again with --verbose for details.");
        }
        if (verbose.getAsBoolean()) {
            e.printStackTrace(err);
        }
        return e instanceof CommandFailure failure ? failure.exitCode() : ExitCodes.FAILED;
    }
}
