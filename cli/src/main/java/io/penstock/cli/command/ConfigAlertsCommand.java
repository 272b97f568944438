package io.penstock.cli.command;

import io.penstock.cli.objective.ObjectiveRules;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock config alerts}. */
@Command(
        name = "alerts",
        header = "Makes Prometheus's rules for the objectives of a configuration file.",
        description = {
            "",
            "Writes a file for Prometheus's 'rule_files' to standard output: for each job with an 'slo' what is left of its"
                    + " error budget, over all processes and restarts, and alerts for when it goes too fast, by the job's own"
                    + " window. To be made again when an 'slo' changes; an alert of config/prometheus/alerts.yaml says so if it"
                    + " was forgotten."
        },
        footer = {"", "Example:", "  penstock config alerts penstock.yaml > objectives.yaml"})
public final class ConfigAlertsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    private @SuppressWarnings("NullAway.Init") Path file;

    /** Makes the command. */
    public ConfigAlertsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().print("# Made by: penstock config alerts " + file + System.lineSeparator());
        surroundings.out().print(new ObjectiveRules(ConfigurationFile.read(file)).yaml());
        return ExitCodes.DONE;
    }
}
