package io.penstock.cli.migrate;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.processor.ReadSoFar;
import io.penstock.processor.registry.Identities;
import io.penstock.processor.registry.JobsTopic;
import io.penstock.processor.registry.Register;
import io.penstock.records.JobIdentity;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Move;
import io.penstock.records.JobsRecord.Stage;
import io.penstock.records.Layout;
import io.penstock.records.Topics;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/**
 * Brings jobs from what they were to what a configuration says. How far it is stands on the topic of the jobs, so that it goes
 * on there whenever, and wherever, it is called again. For one thread.
 */
public final class Migration {
    private final Settings settings;
    private final Surroundings surroundings;
    private final Request request;
    private final KafkaAccess kafka;
    private final Topics topics;
    private final Group group;

    /**
     * What is asked for.
     *
     * @param job its name; empty: all jobs, and how their tasks are spread
     * @param state the directory that keeps the stores of the processor that drains
     * @param file what the configuration is called
     * @param drainOnly whether not to wait for the processors that go on, nor to seed
     */
    public record Request(Optional<String> job, Path state, Path file, boolean drainOnly) {}

    /** @param settings as they are to be, with the address of Kafka */
    public Migration(Settings settings, Surroundings surroundings, Request request) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.request = request;
        this.kafka = new KafkaAccess(settings.connections().kafka());
        this.topics = new Topics(settings.application());
        this.group = new Group(kafka, settings.application());
    }

    /**
     * Does what is left to do, and returns the exit code.
     *
     * @throws CommandFailure if it cannot go on
     */
    public int run() throws InterruptedException {
        try (JobsTopic topic = new JobsTopic(settings)) {
            Register register = topic.read();
            if (register.deployment().isEmpty()) {
                throw CommandFailure.failed("Nothing is recorded of the deployment '" + settings.application()
                        + "': no processor has run yet. Start one with this configuration.");
            }
            List<JobSettings> jobs = jobs(register);
            boolean spread = request.job().isEmpty() && spreadsAnew(register);
            if (spread || jobs.stream().anyMatch(job -> mustDrain(register, job))) {
                if (!drain(topic, jobs, spread)) {
                    return later();
                }
            } else if (jobs.stream().noneMatch(job -> isSeeding(register, job))) {
                say("Nothing to migrate: " + names(jobs) + (jobs.size() == 1 ? " is" : " are")
                        + " what the configuration says.");
                return ExitCodes.DONE;
            }
            return seed(topic, jobs);
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    private List<JobSettings> jobs(Register register) {
        if (request.job().isEmpty()) {
            return settings.jobs();
        }
        String name = request.job().get();
        List<JobSettings> named =
                settings.jobs().stream().filter(job -> job.name().equals(name)).toList();
        if (named.isEmpty()) {
            throw CommandFailure.wrongUsage(
                    "No job is called '" + name + "'. The configuration has: " + names(settings.jobs()) + ".");
        }
        if (spreadsAnew(register)) {
            throw CommandFailure.wrongUsage(
                    "With this configuration the tasks of all jobs stand elsewhere, for the number of"
                            + " partitions is another one, or shard keys begin or end to be used: migrate all jobs together with"
                            + " 'penstock jobs migrate --all --config " + request.file() + "'.");
        }
        return named;
    }

    private boolean spreadsAnew(Register register) {
        Deployment deployment = register.deployment().orElseThrow();
        return deployment.to().isPresent() || !deployment.layout().equals(Identities.layout(settings));
    }

    private static boolean mustDrain(Register register, JobSettings job) {
        return register.job(job.name())
                .filter(known -> known.is(Stage.DRAINING) || !known.identity().equals(Identities.of(job)))
                .isPresent();
    }

    private static boolean isSeeding(Register register, JobSettings job) {
        return register.job(job.name()).filter(known -> known.is(Stage.SEEDING)).isPresent();
    }

    /** Whether it is done; not if the end was wished. */
    private boolean drain(JobsTopic topic, List<JobSettings> wanted, boolean spread) throws InterruptedException {
        if ("streams".equals(settings.connections().streams().get("group.protocol"))) {
            // Kafka Streams makes its consumers itself then, and nobody can have them hold the changes.
            throw CommandFailure.wrongUsage(
                    "A migration needs streams.group.protocol: classic, and this group works by the"
                            + " other one. Retire the job under its name, and give it another name with the new configuration.");
        }
        group.awaitNobody(surroundings.stop());
        if (surroundings.stop().requested()) {
            return false;
        }
        List<JobSettings> jobs = wanted.stream()
                .filter(job -> spread || mustDrain(topic.read(), job))
                .toList();
        begin(topic, jobs, spread);
        List<String> names = jobs.stream().map(JobSettings::name).toList();
        if (!new Drain(settings, surroundings, group).run(topic.read(), names, request.state())) {
            return false;
        }
        group.awaitNobody(surroundings.stop());
        if (surroundings.stop().requested()) {
            return false;
        }
        Map<String, String> since = ReadSoFar.positions(settings);
        if (spread) {
            new InternalTopics(kafka, topics).remove();
        }
        jobs.forEach(job -> topic.write(drained(topic.read(), job, since)));
        if (spread) {
            spread(topic);
        }
        say("Drained: " + names(jobs) + ". What was known under what was is erased.");
        return true;
    }

    private void begin(JobsTopic topic, List<JobSettings> jobs, boolean spread) {
        Register register = topic.read();
        for (JobSettings job : jobs) {
            JobIdentity to = Identities.of(job);
            register.job(job.name())
                    .map(known -> new Job(
                            known.name(),
                            known.identity(),
                            known.generation(),
                            Map.of(),
                            Optional.of(new Move(Stage.DRAINING, to))))
                    .ifPresent(topic::write);
        }
        if (spread) {
            Deployment known = register.deployment().orElseThrow();
            Layout to = Identities.layout(settings);
            topic.write(new Deployment(known.layout(), known.generation(), Optional.of(to)));
        }
    }

    private static Job drained(Register register, JobSettings job, Map<String, String> since) {
        JobIdentity identity = Identities.of(job);
        int generation = register.job(job.name()).map(Job::generation).orElse(0);
        return new Job(job.name(), identity, generation + 1, since, Optional.of(new Move(Stage.SEEDING, identity)));
    }

    /** Last of all: until then everything before is done again if this is called again. */
    private void spread(JobsTopic topic) {
        Register register = topic.read();
        List<String> configured =
                settings.jobs().stream().map(JobSettings::name).toList();
        // Of jobs that nobody has configured any more nothing is known now.
        register.jobs().keySet().stream()
                .filter(name -> !configured.contains(name))
                .forEach(topic::forget);
        int generation = register.deployment().orElseThrow().generation();
        topic.write(new Deployment(Identities.layout(settings), generation + 1, Optional.empty()));
    }

    private int seed(JobsTopic topic, List<JobSettings> jobs) throws InterruptedException {
        List<JobSettings> seeding =
                jobs.stream().filter(job -> isSeeding(topic.read(), job)).toList();
        String start = "Start the processors and the engine with " + request.file()
                + ": changes that came in the meantime are run then.";
        if (request.drainOnly()) {
            say(start + " Then call this again, without --drain-only: a snapshot makes the documents known.");
            return ExitCodes.DONE;
        }
        if (group.processors().isEmpty()) {
            say(start + " This command waits for them.");
        }
        if (!new Seeding(settings, surroundings, group).run(seeding)) {
            return later();
        }
        for (JobSettings job : seeding) {
            Job known = topic.read().job(job.name()).orElseThrow();
            topic.write(new Job(known.name(), known.identity(), known.generation(), Map.of(), Optional.empty()));
        }
        say("Migrated: " + names(seeding) + ".");
        return ExitCodes.DONE;
    }

    private int later() {
        surroundings.err().println("It is not done. Called again, this goes on where it was.");
        return ExitCodes.FAILED;
    }

    private static String names(List<JobSettings> jobs) {
        return jobs.stream().map(JobSettings::name).collect(Collectors.joining(", "));
    }

    private void say(String text) {
        surroundings.out().println(text);
        surroundings.out().flush();
    }
}
