package io.penstock.processor.registry;

import io.penstock.processor.registry.JobsTopic.Said;
import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a configuration is held against what is recorded before it runs, and recorded where nothing is. */
public final class Registration {
    private Registration() {}

    /**
     * Does it.
     *
     * @return what is recorded
     * @throws JobsChangedException if the configuration may not run
     */
    public static Register of(Settings settings) {
        try (JobsTopic topic = new JobsTopic(settings)) {
            return of(settings, topic);
        }
    }

    /** The same on a topic that is open, and of which nothing was read. */
    static Register of(Settings settings, JobsTopic topic) {
        List<Said> said = topic.news();
        Register register = topic.register();
        new Comparison(settings, register).check();
        repair(topic, said);
        List<JobsRecord> missing = missing(settings, register);
        if (missing.isEmpty()) {
            return register;
        }
        missing.forEach(topic::write);
        Register settled = settle(topic);
        new Comparison(settings, settled).check();
        return settled;
    }

    private static List<JobsRecord> missing(Settings settings, Register register) {
        List<JobsRecord> missing = new ArrayList<>();
        Deployment known = register.deployment().orElseGet(() -> Deployment.first(Identities.layout(settings)));
        // Before the first row is written that a kill can tear: the guarantee may be another one at the next start.
        Deployment now = settings.connections().atLeastOnce() ? known.havingRunAtLeastOnce() : known;
        if (!register.deployment().equals(Optional.of(now))) {
            missing.add(now);
        }
        for (JobSettings job : settings.jobs()) {
            if (register.job(job.name()).isEmpty()) {
                missing.add(Job.first(job.name(), Identities.of(job)));
            }
        }
        return missing;
    }

    /** What is recorded at this moment, and what compaction leaves of what was said since the topic was read last. */
    static Register settle(JobsTopic topic) {
        repair(topic, topic.news());
        return topic.register();
    }

    /**
     * Of two that start at once with different configurations the first one counts, and is what compaction is to leave. Who wrote
     * the other may be gone before it could see to that, so each that reads it does.
     */
    private static void repair(JobsTopic topic, List<Said> said) {
        Map<String, Optional<JobsRecord>> newest = new LinkedHashMap<>();
        said.forEach(each -> newest.put(each.key(), each.record()));
        Register register = topic.register();
        newest.forEach((key, record) -> register.of(key)
                .filter(counts -> !record.equals(Optional.of(counts)))
                .ifPresent(topic::write));
    }
}
