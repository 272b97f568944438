package io.penstock.cli.migrate;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.processor.ReadSoFar;
import io.penstock.processor.registry.JobsTopic;
import io.penstock.processor.registry.Register;
import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Job;
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
            Steps steps = steps(topic);
            if (steps.mustDrain()) {
                if (!drain(topic)) {
                    return later();
                }
            } else if (steps.seeding().isEmpty()) {
                say("Nothing to migrate: " + request.job().orElse("all")
                        + (request.job().isPresent() ? " is" : " are") + " what the configuration says.");
                return ExitCodes.DONE;
            }
            return seed(topic);
        } catch (JobsTopic.FencedException e) {
            throw CommandFailure.failed("Another call of this has gone on with the migration: see there.", e);
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    /** What is to be done, as it is recorded at this moment. */
    private Steps steps(JobsTopic topic) {
        Register register = topic.read();
        if (register.deployment().isEmpty()) {
            throw CommandFailure.failed("Nothing is recorded of the deployment '" + settings.application()
                    + "': no processor has run yet. Start one with this configuration.");
        }
        boolean moved = new ChangeTopics(kafka).haveMoved(register);
        Steps steps = new Steps(settings, register, request.job(), moved);
        request.job().ifPresent(name -> checkAlone(name, steps));
        if (request.job().isEmpty() && !steps.stranded().isEmpty()) {
            throw CommandFailure.failed(
                    "The migration of these jobs was begun, and the configuration does not have them: "
                            + String.join(", ", steps.stranded())
                            + ". Put them back, and call this again: then they can be retired.");
        }
        return steps;
    }

    private void checkAlone(String job, Steps steps) {
        if (steps.configurations(List.of(job)).isEmpty()) {
            throw CommandFailure.wrongUsage("No job is called '" + job + "'. The configuration has: "
                    + settings.jobs().stream().map(JobSettings::name).collect(Collectors.joining(", ")) + ".");
        }
        if (steps.spreadsAnew()) {
            throw CommandFailure.wrongUsage(
                    "With this configuration the tasks of all jobs stand elsewhere, for the number of"
                            + " partitions is another one, or shard keys begin or end to be used: migrate all jobs together with"
                            + " 'penstock jobs migrate --all --config " + request.file() + "'.");
        }
    }

    /** Whether it is done; not if the end was wished. */
    private boolean drain(JobsTopic topic) throws InterruptedException {
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
        topic.claim();
        // The one that has gone may have been another migration's, which is further now.
        Steps steps = steps(topic);
        if (!steps.mustDrain()) {
            return true;
        }
        new Seeding(settings, surroundings, group).check(steps.configurations(steps.toBegin()));
        steps.begin().forEach(topic::write);
        List<String> jobs = steps.toDrain();
        List<String> left = steps.spreads() ? steps.left() : List.of();
        if (!new Drain(settings, surroundings, group).run(topic.read(), jobs, left, request.state())) {
            return false;
        }
        group.awaitNobody(surroundings.stop());
        if (surroundings.stop().requested()) {
            return false;
        }
        Map<String, String> since = ReadSoFar.positions(settings);
        if (steps.spreads()) {
            new InternalTopics(kafka, topics).remove();
        }
        List<JobsRecord> said = steps(topic).drained(since);
        if (steps.spreads()) {
            // What is there when processors start counts from then on.
            topic.read().changes().keySet().forEach(topic::forgetChanges);
        }
        // Of jobs that nobody has configured any more nothing is known now.
        left.forEach(topic::forget);
        said.forEach(topic::write);
        say("Drained: " + String.join(", ", jobs) + ". What was known under what was is erased.");
        return true;
    }

    private int seed(JobsTopic topic) throws InterruptedException {
        List<Job> seeding = steps(topic).seeding();
        List<String> names = seeding.stream().map(Job::name).toList();
        String start = "Start the processors and the engine with " + request.file()
                + ": changes that came in the meantime are run then.";
        if (request.drainOnly()) {
            say(start + " Then call this again, without --drain-only: a snapshot makes the documents known.");
            return ExitCodes.DONE;
        }
        if (group.processors().isEmpty()) {
            say(start + " This command waits for them.");
        }
        if (!new Seeding(settings, surroundings, group).run(steps(topic).configurations(names))) {
            return later();
        }
        for (Job job : seeding) {
            end(topic, steps(topic).seeded(job));
        }
        say("Migrated: " + String.join(", ", names) + ".");
        return ExitCodes.DONE;
    }

    private static void end(JobsTopic topic, SeedingEnd end) {
        if (end instanceof SeedingEnd.Overtaken overtaken) {
            throw CommandFailure.failed("Job " + overtaken.job()
                    + " is being migrated once more by another call of this: that one goes on.");
        }
        if (end instanceof SeedingEnd.Says says) {
            topic.write(says.said());
        }
    }

    private int later() {
        surroundings.err().println("It is not done. Called again, this goes on where it was.");
        return ExitCodes.FAILED;
    }

    private void say(String text) {
        surroundings.out().println(text);
        surroundings.out().flush();
    }
}
