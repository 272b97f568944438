package io.penstock.processor.registry;

import io.penstock.records.JobIdentity;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Stage;
import io.penstock.records.Layout;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds a configuration against what is recorded. Immutable. */
public final class Comparison {
    private static final String DOCUMENT_ID = "the document's id";

    private final Settings settings;
    private final Register register;

    /** Makes one. */
    public Comparison(Settings settings, Register register) {
        this.settings = settings;
        this.register = register;
    }

    /**
     * Checks that the configuration may run.
     *
     * @throws JobsChangedException if it may not
     */
    public void check() {
        List<String> underWay = underWay();
        if (!underWay.isEmpty()) {
            throw new JobsChangedException(
                    List.of(),
                    "A migration is under way. Call this again, with the configuration that it was begun with: it goes on where"
                            + " it was.",
                    underWay);
        }
        List<Problem> layout = layout();
        List<Problem> problems = new ArrayList<>(layout);
        Set<String> jobs = new TreeSet<>();
        for (int i = 0; i < settings.jobs().size(); i++) {
            List<Problem> found = job(i);
            if (!found.isEmpty()) {
                problems.addAll(found);
                jobs.add(settings.jobs().get(i).name());
            }
        }
        if (!problems.isEmpty()) {
            throw new JobsChangedException(
                    problems,
                    "What is open, and what is known of documents, was recorded under what was, and would not be found again."
                            + " Put it back; or stop all processors, have it moved, and start them with this configuration:",
                    layout.isEmpty() ? List.copyOf(jobs) : List.of("--all"));
        }
    }

    /** Names of jobs whose migration has begun and takes nothing on; {@code --all} if all do. */
    private List<String> underWay() {
        if (register.deployment().filter(it -> it.to().isPresent()).isPresent()) {
            return List.of("--all");
        }
        return register.jobs().values().stream()
                .filter(job -> job.is(Stage.DRAINING))
                .map(Job::name)
                .sorted()
                .toList();
    }

    private List<Problem> layout() {
        Optional<Layout> recorded = register.deployment().map(deployment -> deployment.layout());
        Layout now = Identities.layout(settings);
        List<Problem> problems = new ArrayList<>();
        if (recorded.isPresent() && recorded.get().partitions() != now.partitions()) {
            problems.add(new Problem(
                    "/topics/partitions",
                    "topics.partitions was %d and is %d."
                            .formatted(recorded.get().partitions(), now.partitions())));
        }
        if (recorded.isPresent() && recorded.get().sharded() != now.sharded()) {
            problems.add(
                    now.sharded()
                            ? new Problem(
                                    "/jobs/" + firstSharded() + "/shard-key",
                                    "No job had a shard key, and now one has: all tasks stand elsewhere then.")
                            : new Problem(
                                    "/jobs",
                                    "A job had a shard key, and now none has: all tasks stand elsewhere then."));
        }
        return problems;
    }

    private int firstSharded() {
        int i = 0;
        while (settings.jobs().get(i).identity().shardKey().isEmpty()) {
            i++;
        }
        return i;
    }

    private List<Problem> job(int index) {
        JobSettings job = settings.jobs().get(index);
        Optional<JobIdentity> recorded = register.job(job.name()).map(Job::identity);
        if (recorded.isEmpty()) {
            return List.of();
        }
        JobIdentity was = recorded.get();
        JobIdentity is = Identities.of(job);
        Difference difference = new Difference(job.name(), "/jobs/" + index + "/");
        difference.compare("collection", String.join(", ", was.collections()), String.join(", ", is.collections()));
        difference.compare(
                "task-id", was.taskId().orElse(DOCUMENT_ID), is.taskId().orElse(DOCUMENT_ID));
        difference.compare(
                "version", was.version().orElse("the position"), is.version().orElse("the position"));
        difference.compare(
                "shard-key", was.shardKey().orElse(DOCUMENT_ID), is.shardKey().orElse(DOCUMENT_ID));
        was.order()
                .ifPresent(
                        order -> difference.compare("order", order, is.order().orElse(order)));
        return difference.problems();
    }

    /** What is different about one job. */
    private record Difference(String job, String pointer, List<Problem> problems) {
        Difference(String job, String pointer) {
            this(job, pointer, new ArrayList<>());
        }

        void compare(String key, String was, String is) {
            if (!was.equals(is)) {
                problems.add(new Problem(
                        pointer + key, "The %s of job '%s' was %s and is %s.".formatted(key, job, was, is)));
            }
        }
    }
}
