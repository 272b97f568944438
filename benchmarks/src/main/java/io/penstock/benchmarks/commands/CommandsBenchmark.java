package io.penstock.benchmarks.commands;

import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.installation.Site;
import java.nio.file.Path;

/** How long an operator waits for a command's answer while much waits and much was given up. */
public final class CommandsBenchmark implements Benchmark {
    @Override
    public String name() {
        return "commands";
    }

    @Override
    public String summary() {
        return "commands with 100,000 open tasks and 10,000 dead letters, against a bare admin client";
    }

    @Override
    public String method() {
        return """
                How long a command takes, from the start of `./penstock` to its end, with 100,000 open tasks and 10,000 dead
                letters. The processor runs as `./penstock run`, with the defaults but for `task-events: all`, so that the
                topics have a hundred thousand task events, too, through which a story has to be found. The open tasks are
                those of a job with `delay: 30d`, over 20,000 shard keys; the dead letters those of a job whose HTTP endpoint
                refuses every task.

                The yardstick is a bare Java virtual machine that makes Kafka's admin client, lists the topics, prints how
                many there are, and ends. It is started with the options that `./penstock` gives its commands (the first
                compiler alone, the serial collector), which make it faster than without; but not with the archive of classes
                that `./penstock` makes when it is built. So a command that needs little beside Kafka's clients can take less
                than the yardstick, and the archive's share is in the figures. The figure of a command is the seconds that it
                takes *more* than the yardstick, in the same run; one second is the limit. Before anything is measured, each
                has run once.
                """;
    }

    @Override
    public Session open(Environment environment) throws Exception {
        Site site = Site.open(environment);
        try {
            return new CommandsSession(site, Path.of(System.getProperty("penstock.home", ".")));
        } catch (Exception | Error e) {
            site.close();
            throw e;
        }
    }
}
