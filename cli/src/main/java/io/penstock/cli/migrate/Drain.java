package io.penstock.cli.migrate;

import io.penstock.cli.operate.Asked;
import io.penstock.cli.operate.Conversation;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.Shutdown;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.running.Parts;
import io.penstock.cli.terminal.StatusLine;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.processor.registry.Register;
import io.penstock.records.Command;
import io.penstock.records.Command.OpenTasks;
import io.penstock.records.Command.Request;
import io.penstock.records.Command.Resume;
import io.penstock.records.Command.Retire;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.CommandAnswer.Status;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs a processor, the only one, that takes in no changes, until nothing of some jobs is open and nothing is known of them
 * any more. What it does can be done again. For one thread.
 */
final class Drain {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOMENTS = 5;

    private final Settings settings;
    private final Surroundings surroundings;
    private final KafkaAccess kafka;
    private final Topics topics;
    private final Group group;

    Drain(Settings settings, Surroundings surroundings, Group group) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.kafka = new KafkaAccess(settings.connections().kafka());
        this.topics = new Topics(settings.application());
        this.group = group;
    }

    /**
     * Does it.
     *
     * @param left jobs that no configuration has, and of which nothing may be open
     * @param state the directory that keeps the processor's stores
     * @return whether it is done; not if somebody wished the end before
     * @throws CommandFailure if it cannot be
     */
    boolean run(Register register, List<String> jobs, List<String> left, Path state) throws InterruptedException {
        StopSignal stop = surroundings.stop();
        try (Shutdown shutdown =
                        Shutdown.withGrace(settings.processing().dispatch().shutdownGrace(), stop);
                StatusLine line = new StatusLine(
                        surroundings.err(),
                        surroundings.terminal().err(),
                        surroundings.terminal().columns(),
                        surroundings.clock())) {
            Parts parts = new Parts(settings, shutdown, stop);
            parts.observe(surroundings.clock());
            line.show("a processor starts, to drain " + String.join(", ", jobs));
            parts.startDraining(register, state);
            if (!parts.awaitReady() || !arrived(parts, line)) {
                return false;
            }
            // Once they are told that the job is on its way out, its tasks are taken back, those of a latecomer, too.
            alone();
            try (Conversation conversation = new Conversation(kafka, topics, stop, surroundings.clock())) {
                for (String job : left) {
                    ask(conversation, new Retire(job, OpenTasks.FINISH));
                }
                for (String job : jobs) {
                    if (!retired(conversation, job, parts, line)) {
                        return false;
                    }
                }
                for (String job : jobs) {
                    // They are not to be out of work: only what was known of them is to be gone.
                    ask(conversation, new Resume(job, Optional.empty()));
                }
            }
            return !stop.requested();
        }
    }

    /** Waits until no task is on its way any more to the place of its shard key. */
    private boolean arrived(Parts parts, StatusLine line) throws InterruptedException {
        try (Unread unread = new Unread(kafka, topics.application(), topics.tasks()::equals, surroundings.clock())) {
            while (unread.any()) {
                line.show("tasks are on their way to the place of their shard key");
                parts.isReady();
                if (surroundings.stop().await(Duration.ofMillis(200))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean retired(Conversation conversation, String job, Parts parts, StatusLine line) {
        Collection<CommandAnswer> answers = ask(conversation, new Retire(job, OpenTasks.FINISH));
        while (answers.stream().anyMatch(answer -> answer.code() == Code.MORE)) {
            if (surroundings.stop().requested()) {
                return false;
            }
            long done = answers.stream()
                    .filter(answer -> answer.code() == Code.ALREADY)
                    .count();
            line.show("%s: %d of %d partitions are drained ('penstock tasks list --job %s' shows what is open)"
                    .formatted(job, done, answers.size(), job));
            parts.isReady();
            for (int i = 0; i < MOMENTS; i++) {
                conversation.listenAMoment();
            }
            alone();
            answers = ask(conversation, new Retire(job, OpenTasks.FINISH));
        }
        return !surroundings.stop().requested();
    }

    /** One that was about to start when the migration began may have come. */
    private void alone() {
        List<String> there = group.processors();
        if (there.size() > 1) {
            throw CommandFailure.failed(
                    "Another processor has started in the meantime: stop it, and call this again. There" + " are: "
                            + String.join(", ", there) + ".");
        }
    }

    private Collection<CommandAnswer> ask(Conversation conversation, Request request) {
        Asked asked = conversation.ask(new Command(UUID.randomUUID().toString(), Optional.of(expiry()), request));
        conversation.await(PATIENCE);
        if (!asked.silent().isEmpty() && !surroundings.stop().requested()) {
            throw CommandFailure.failed("These partitions have not answered within " + PATIENCE.toSeconds() + " s: "
                    + asked.silent().stream().sorted().toList() + ". Call this again: it goes on where it was.");
        }
        Collection<CommandAnswer> answers = asked.answers().values();
        answers.stream()
                .filter(answer -> answer.status() == Status.REFUSED)
                // Of a job that nobody has configured nothing is open, or inline jobs have nothing that waits.
                .filter(answer -> answer.code() != Code.UNKNOWN_JOB && answer.code() != Code.INLINE_JOB)
                .findFirst()
                .ifPresent(answer -> {
                    throw CommandFailure.failed(answer.message());
                });
        return answers;
    }

    private long expiry() {
        return surroundings.clock().millis() + Duration.ofMinutes(10).toMillis();
    }
}
