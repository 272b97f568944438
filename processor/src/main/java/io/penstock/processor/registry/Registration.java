package io.penstock.processor.registry;

import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
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
            Register register = topic.read();
            new Comparison(settings, register).check();
            List<JobsRecord> missing = missing(settings, register);
            if (missing.isEmpty()) {
                return register;
            }
            missing.forEach(topic::write);
            Register settled = settle(topic, missing);
            new Comparison(settings, settled).check();
            return settled;
        }
    }

    private static List<JobsRecord> missing(Settings settings, Register register) {
        List<JobsRecord> missing = new ArrayList<>();
        if (register.deployment().isEmpty()) {
            missing.add(Deployment.first(Identities.layout(settings)));
        }
        for (JobSettings job : settings.jobs()) {
            if (register.job(job.name()).isEmpty()) {
                missing.add(Job.first(job.name(), Identities.of(job)));
            }
        }
        return missing;
    }

    /** Of two that start at once with different configurations the first one counts, and is what compaction leaves. */
    static Register settle(JobsTopic topic, List<JobsRecord> written) {
        Map<String, Optional<JobsRecord>> newest = new HashMap<>();
        topic.news().forEach(said -> newest.put(said.key(), said.record()));
        Register settled = topic.read();
        for (JobsRecord own : written) {
            Optional<JobsRecord> counts = settled.of(own.key());
            boolean stands = newest.getOrDefault(own.key(), Optional.empty()).equals(Optional.of(own));
            if (stands && !counts.equals(Optional.of(own))) {
                counts.ifPresent(topic::write);
            }
        }
        return settled;
    }
}
