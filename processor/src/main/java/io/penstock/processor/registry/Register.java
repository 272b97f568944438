package io.penstock.processor.registry;

import io.penstock.records.JobsRecord;
import io.penstock.records.JobsRecord.Changes;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is recorded of a deployment. Immutable.
 *
 * @param jobs by name
 * @param deployment empty: it has never run
 * @param changes the topics with changes, by name
 */
public record Register(Map<String, Job> jobs, Optional<Deployment> deployment, Map<String, Changes> changes) {
    /** Nothing is recorded. */
    public static final Register EMPTY = new Register(Map.of(), Optional.empty());

    public Register {
        jobs = Map.copyOf(jobs);
        changes = Map.copyOf(changes);
    }

    /** One in which nothing is recorded of topics with changes. */
    public Register(Map<String, Job> jobs, Optional<Deployment> deployment) {
        this(jobs, deployment, Map.of());
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
        if (record instanceof Deployment said) {
            Deployment counts = deployment.map(known -> known.after(said)).orElse(said);
            return new Register(jobs, Optional.of(counts), changes);
        }
        if (record.begins() && of(record.key()).isPresent()) {
            return this;
        }
        if (record instanceof Changes said) {
            Map<String, Changes> changed = new TreeMap<>(changes);
            changed.put(said.topic(), said);
            return new Register(jobs, deployment, changed);
        }
        Map<String, Job> changed = new TreeMap<>(jobs);
        changed.put(((Job) record).name(), (Job) record);
        return new Register(changed, deployment, changes);
    }

    /** What is recorded under a key. */
    Optional<JobsRecord> of(String key) {
        return Stream.of(deployment.stream(), jobs.values().stream(), changes.values().stream())
                .flatMap(records -> records.map(JobsRecord.class::cast))
                .filter(record -> record.key().equals(key))
                .findFirst();
    }

    /** The same without what has a key. */
    Register without(String key) {
        if (key.equals(Deployment.KEY)) {
            return new Register(jobs, Optional.empty(), changes);
        }
        Map<String, Job> otherJobs = new TreeMap<>(jobs);
        otherJobs.values().removeIf(job -> job.key().equals(key));
        Map<String, Changes> otherChanges = new TreeMap<>(changes);
        otherChanges.values().removeIf(topic -> topic.key().equals(key));
        return new Register(otherJobs, deployment, otherChanges);
    }
}
