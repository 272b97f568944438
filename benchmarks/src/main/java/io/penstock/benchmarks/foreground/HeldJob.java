package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.kafka.CommandTopic;
import io.penstock.benchmarks.process.Answers;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.records.Command;
import io.penstock.records.Topics;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A job that is paused until all of its backlog has been admitted: a slow machine admits about as fast as tasks are done, and
 * there would never be a backlog. Its process hears {@code work FILE}, see {@link Work}. For use by one thread.
 */
final class HeldJob {
    private static final int LOOK_MILLIS = 100;
    private static final long STALLED_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final Site site;
    private final String commands;
    private final String job;

    private HeldJob(Site site, String commands, String job) {
        this.site = site;
        this.commands = commands;
        this.job = job;
    }

    /** Pauses a job of an installation that has not been started yet. */
    static HeldJob hold(Site site, Installation installation, String job) {
        HeldJob held = new HeldJob(site, new Topics(installation.application()).commands(), job);
        site.admin().create(held.commands, Site.PARTITIONS);
        held.say(new Command.Pause(job, Optional.empty()));
        return held;
    }

    /** Lets it go on as soon as so many tasks are known. */
    void goOnWith(int tasks, JavaProcess process) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (work(process).admitted() < tasks) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            if (System.nanoTime() - began > STALLED_NANOS) {
                throw process.failure("has not admitted its backlog");
            }
        }
        say(new Command.Resume(job, Optional.empty()));
    }

    /** What its process has done. */
    Work work(JavaProcess process) throws IOException, InterruptedException {
        return Answers.ask(process, "work", site.environment().directory(), Work.class);
    }

    private void say(Command.Request request) {
        CommandTopic.say(site.bootstrapServers(), commands, Site.PARTITIONS, request);
    }
}
