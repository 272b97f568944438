package io.penstock.cli.command;

import io.penstock.cli.operate.Retirement;
import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.OpenTasks;
import io.penstock.records.Command.Retire;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock jobs retire}. */
@Command(
        name = "retire",
        header = "Takes a job out of work for good: no new tasks, open ones ended, all that is known of it erased.",
        description = {
            "",
            "From now on changes make no tasks of the job: each is told as cancelled. What is open is finished or cancelled,"
                    + " as --open says. When a partition has nothing open any more, it erases what its ledger and its queue"
                    + " know of the job, and says so by the task event job-retired, the last that it tells of the job. When"
                    + " all have, the job can be taken out of the configuration. 'penstock jobs resume' takes all of"
                    + " it back, but for what is erased.",
            "",
            "The command waits until it is done and shows how far it is. Ctrl-C ends the waiting alone; called again, it"
                    + " goes on to wait."
        },
        footer = {
            "",
            "Examples:",
            "  What is open is done first:",
            "    penstock jobs retire invoice --open finish --config penstock.yaml",
            "  At once:",
            "    penstock jobs retire invoice --open cancel --config penstock.yaml"
        })
public final class JobsRetireCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Mixin
    private final JobOptions job = new JobOptions();

    @Option(
            names = "--open",
            paramLabel = "WHAT",
            required = true,
            description = "What becomes of open tasks: ${COMPLETION-CANDIDATES}.")
    private OpenTasks open = OpenTasks.FINISH;

    @Option(names = "--no-wait", description = "Only begin.")
    private boolean noWait;

    public JobsRetireCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Retire request = new Retire(job.name(), open);
        ConnectionOptions.Deployment deployment = options.deployment();
        Retirement retirement = new Retirement(
                surroundings, () -> CommandOptions.command(request, surroundings), options.timeout(), options.json());
        return retirement.run(() -> options.converse(deployment, surroundings), !noWait);
    }
}
