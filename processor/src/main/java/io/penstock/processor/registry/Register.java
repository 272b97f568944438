package io.penstock.processor.registry;

import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is recorded of a deployment. Immutable.
 *
 * @param jobs by name
 * @param deployment empty: it has never run
 */
public record Register(Map<String, Job> jobs, Optional<Deployment> deployment) {
    /** Nothing is recorded. */
    public static final Register EMPTY = new Register(Map.of(), Optional.empty());

    public Register {
        jobs = Map.copyOf(jobs);
    }

    /** What is recorded of a job. */
    public Optional<Job> job(String name) {
        return Optional.ofNullable(jobs.get(name));
    }

    /**
     * The same after something was said. What a beginner says, who knows of nothing before, does not count where something is
     * known: of two that begin at once the first one does.
     */
    Register with(JobsRecord record) {
        if (record.begins() && of(record.key()).isPresent()) {
            return this;
        }
        if (record instanceof Deployment said) {
            return new Register(jobs, Optional.of(said));
        }
        Map<String, Job> changed = new TreeMap<>(jobs);
        changed.put(((Job) record).name(), (Job) record);
        return new Register(changed, deployment);
    }

    /** What is recorded under a key. */
    Optional<JobsRecord> of(String key) {
        return key.equals(Deployment.KEY)
                ? deployment.map(JobsRecord.class::cast)
                : jobs.values().stream()
                        .filter(job -> job.key().equals(key))
                        .map(JobsRecord.class::cast)
                        .findFirst();
    }

    /** The same without what has a key. */
    Register without(String key) {
        if (key.equals(Deployment.KEY)) {
            return new Register(jobs, Optional.empty());
        }
        Map<String, Job> changed = new TreeMap<>(jobs);
        changed.values().removeIf(job -> job.key().equals(key));
        return new Register(changed, deployment);
    }
}
