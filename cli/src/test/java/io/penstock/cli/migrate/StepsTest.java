package io.penstock.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.registry.Comparison;
import io.penstock.processor.registry.Identities;
import io.penstock.processor.registry.JobsChangedException;
import io.penstock.processor.registry.Register;
import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Stage;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations that end anywhere, and begin again: what is recorded has to lead them on. */
class StepsTest {
    private static final Map<String, String> SINCE = Map.of("p.shop.orders-0", "1");

    @TempDir
    Path folder;

    @Test
    void oneThatIsKilledAfterAnyWord_goesOn_andNothingRunsBeforeItIsDrained() {
        Settings was = settings(4, "copy /a", "index", "bill /b");
        for (Settings is : List.of(
                settings(4, "copy /b", "index", "bill /a"),
                settings(2, "copy /a", "index", "bill /b"),
                settings(6, "copy", "index", "bill"),
                settings(4, "copy /b", "index", "bill /b", "new /n"),
                settings(3, "copy /b", "new"))) {
            for (int words = 0; words < 12; words++) {
                Topic topic = new Topic(recorded(was));
                boolean killed = migrate(topic, is, words);
                assertThat(starts(is, topic.register))
                        .as("killed after %d words, with %s", words, topic.register)
                        .isEqualTo(topic.drained(is));
                if (killed) {
                    assertThat(migrate(topic, is, Integer.MAX_VALUE)).isFalse();
                }
                assertThat(topic.register.deployment()).map(Deployment::layout).contains(Identities.layout(is));
                new Comparison(is, topic.register).check();
                for (JobSettings job : is.jobs()) {
                    topic.register.job(job.name()).ifPresent(known -> {
                        assertThat(known.identity()).isEqualTo(Identities.of(job));
                        assertThat(known.move()).isEmpty();
                    });
                }
                assertThat(new Steps(is, topic.register, Optional.empty()).mustDrain())
                        .isFalse();
            }
        }
    }

    @Test
    void topicsWithOtherPartitions_haveAllTasksSpreadAnew_asAnotherLayoutDoes() {
        Settings is = settings(4, "copy /a", "bill /b");
        Topic topic = new Topic(recorded(is));
        Steps steps = new Steps(is, topic.register, Optional.empty(), true);
        assertThat(steps.toDrain()).containsExactly("copy", "bill");
        assertThat(new Steps(is, topic.register, Optional.of("copy"), true).spreadsAnew())
                .isTrue();

        steps.begin().forEach(topic::write);
        assertThat(starts(is, topic.register)).isFalse();
        Steps afterACrash = new Steps(is, topic.register, Optional.empty());
        assertThat(afterACrash.spreads()).isTrue();
        afterACrash.drained(SINCE).forEach(topic::write);

        assertThat(topic.register.deployment()).map(Deployment::generation).contains(1);
        assertThat(new Steps(is, topic.register, Optional.empty()).mustDrain()).isFalse();
    }

    @Test
    void jobThatIsNew_isNotSeeded_whenAllTasksAreSpreadAnew() {
        Steps steps = new Steps(settings(8, "copy /a", "new /n"), recorded(settings(4, "copy /a")), Optional.empty());

        assertThat(steps.toDrain()).containsExactly("copy");
        assertThat(steps.drained(SINCE)).extracting(JobsRecord::key).containsExactly("job/copy", "deployment");
    }

    @Test
    void oneJob_leavesTheOthersAlone_andWhatHasBeenTakenOutOfTheConfigurationIsNamed() {
        Register register = recorded(settings(4, "copy /a", "bill /a", "gone /a"));
        Settings is = settings(4, "copy /b", "bill /b");

        assertThat(new Steps(is, register, Optional.of("copy")).toDrain()).containsExactly("copy");
        assertThat(new Steps(is, register, Optional.empty()).toDrain()).containsExactly("copy", "bill");
        assertThat(new Steps(is, register, Optional.empty()).left()).containsExactly("gone");
        assertThat(new Steps(is, register, Optional.empty()).stranded()).isEmpty();
        Topic topic = new Topic(register);
        new Steps(settings(4, "gone /c"), register, Optional.of("gone")).begin().forEach(topic::write);
        assertThat(new Steps(is, topic.register, Optional.empty()).stranded()).containsExactly("gone");
    }

    @Test
    void whatWasBegun_isNotBegunOnceMore() {
        Topic topic = new Topic(recorded(settings(4, "copy /a", "bill /a")));
        Settings is = settings(4, "copy /b", "bill /b");
        assertThat(new Steps(is, topic.register, Optional.empty()).toBegin()).containsExactly("copy", "bill");

        new Steps(is, topic.register, Optional.of("copy")).begin().forEach(topic::write);

        assertThat(new Steps(is, topic.register, Optional.empty()).toBegin()).containsExactly("bill");
        assertThat(new Steps(is, topic.register, Optional.empty()).toDrain()).containsExactly("copy", "bill");
    }

    @Test
    void seeding_isNotEndedByACallThatBeganBeforeAnotherMigration() {
        Topic topic = new Topic(recorded(settings(4, "copy /a")));
        Settings first = settings(4, "copy /b");
        drain(topic, first);
        Job begun = new Steps(first, topic.register, Optional.empty()).seeding().get(0);
        Settings second = settings(4, "copy /c");
        new Steps(second, topic.register, Optional.empty()).begin().forEach(topic::write);
        assertThat(new Steps(first, topic.register, Optional.empty()).seeded(begun))
                .as("the other one drains")
                .isEqualTo(new SeedingEnd.Overtaken("copy"));
        drain(topic, second);

        assertThat(new Steps(first, topic.register, Optional.empty()).seeded(begun))
                .isEqualTo(new SeedingEnd.Overtaken("copy"));
        Steps steps = new Steps(second, topic.register, Optional.empty());
        Job again = steps.seeding().get(0);
        assertThat(steps.seeded(again)).isInstanceOfSatisfying(SeedingEnd.Says.class, end -> topic.write(end.said()));
        assertThat(new Steps(second, topic.register, Optional.empty()).seeded(again))
                .as("of two that seed the same the other was faster")
                .isEqualTo(new SeedingEnd.Over());
    }

    private static boolean starts(Settings settings, Register register) {
        try {
            new Comparison(settings, register).check();
            return true;
        } catch (JobsChangedException refusal) {
            return false;
        }
    }

    private static void drain(Topic topic, Settings settings) {
        new Steps(settings, topic.register, Optional.empty()).begin().forEach(topic::write);
        new Steps(settings, topic.register, Optional.empty()).drained(SINCE).forEach(topic::write);
    }

    /** As the command does it; whether it was killed. */
    private static boolean migrate(Topic topic, Settings settings, int words) {
        topic.words = words;
        try {
            Steps steps = new Steps(settings, topic.register, Optional.empty());
            if (steps.mustDrain()) {
                List<String> left = steps.spreads() ? steps.left() : List.of();
                steps.begin().forEach(topic::write);
                topic.drainedOnce = true;
                List<JobsRecord> said = new Steps(settings, topic.register, Optional.empty()).drained(SINCE);
                left.forEach(topic::forget);
                said.forEach(topic::write);
            }
            for (Job job : new Steps(settings, topic.register, Optional.empty()).seeding()) {
                if (new Steps(settings, topic.register, Optional.empty()).seeded(job) instanceof SeedingEnd.Says end) {
                    topic.write(end.said());
                }
            }
            return false;
        } catch (Killed end) {
            return true;
        }
    }

    private static Register recorded(Settings settings) {
        Topic topic = new Topic(Register.EMPTY);
        topic.write(Deployment.first(Identities.layout(settings)));
        settings.jobs().forEach(job -> topic.write(Job.first(job.name(), Identities.of(job))));
        return topic.register;
    }

    /** @param jobs a name, and a shard key behind it or none */
    private Settings settings(int partitions, String... jobs) {
        List<String> lines = new ArrayList<>(List.of(
                "kafka: {bootstrap.servers: \"127.0.0.1:9\"}",
                "mongodb: {uri: \"mongodb://127.0.0.1:9/?replicaSet=rs0\"}",
                "topics: {partitions: " + partitions + "}",
                "jobs:"));
        for (String job : jobs) {
            String[] words = job.split(" ", -1);
            lines.add("  - {name: " + words[0] + ", collection: shop.orders, handler: document"
                    + (words.length > 1 ? ", shard-key: " + words[1] : "") + "}");
        }
        try {
            Path file = Files.write(folder.resolve("penstock.yaml"), lines);
            var reading = SettingsFile.read(file);
            return reading.settings().orElseThrow(() -> new AssertionError(reading.problems()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The topic of the jobs, until a word too many is said. */
    private static final class Topic {
        private Register register;
        private int words = Integer.MAX_VALUE;
        private boolean drainedOnce;

        Topic(Register register) {
            this.register = register;
        }

        void write(JobsRecord record) {
            count();
            Map<String, Job> jobs = new HashMap<>(register.jobs());
            if (record instanceof Job job) {
                jobs.put(job.name(), job);
                register = new Register(jobs, register.deployment());
            } else {
                register = new Register(jobs, Optional.of((Deployment) record));
            }
        }

        void forget(String name) {
            count();
            Map<String, Job> jobs = new HashMap<>(register.jobs());
            jobs.remove(name);
            register = new Register(jobs, register.deployment());
        }

        private void count() {
            if (words-- == 0) {
                throw new Killed();
            }
        }

        /** Whether all that the configuration changes has been drained. */
        boolean drained(Settings settings) {
            return drainedOnce
                    && register.deployment().filter(it -> it.to().isPresent()).isEmpty()
                    && register.deployment()
                            .filter(it -> it.layout().equals(Identities.layout(settings)))
                            .isPresent()
                    && register.jobs().values().stream().noneMatch(job -> job.is(Stage.DRAINING));
        }
    }
}
