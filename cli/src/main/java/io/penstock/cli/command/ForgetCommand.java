package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Forget;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock forget}. */
@Command(
        name = "forget",
        header = "Erases a task id from the stores, and says which topics still have it.",
        description = {
            "",
            "What is open of it is cancelled, and what the ledger knows of its documents goes. A change of theirs that is"
                    + " told again would then run again. Records on topics cannot be erased one by one: they go with"
                    + " the topic's retention. Jobs with a task-id or a shard-key remember for"
                    + " ledger.after-delete longer, after the document's deletion, where its tasks belong."
        },
        footer = {"", "Examples:", "  Everything about a customer's order:", "    penstock forget --job invoice o-4711"
        })
public final class ForgetCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Mixin
    private final TaskIdOptions task = new TaskIdOptions();

    public ForgetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        int exitCode = options.ask(new Forget(task.job(), task.collection(), task.taskId()), surroundings);
        new TopicsThatKeep(options.deployment()).tell(surroundings, options.json());
        return exitCode;
    }
}
