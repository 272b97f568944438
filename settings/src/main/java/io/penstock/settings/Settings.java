package io.penstock.settings;

import java.nio.file.Path;
import java.util.List;

/**
 * What a configuration file says, with every default filled in.
 *
 * @param application names the deployment: consumer group, state, and the first part of every output topic's name
 * @param connections where Kafka and MongoDB are, and every native property of theirs
 * @param source how changes are read
 * @param topics how topics are made
 * @param broker the embedded broker
 * @param processing what holds for all jobs
 * @param jobs what is to be done
 */
public record Settings(
        String application,
        ConnectionSettings connections,
        SourceSettings source,
        TopicSettings topics,
        BrokerSettings broker,
        ProcessingSettings processing,
        List<JobSettings> jobs) {
    public Settings {
        jobs = List.copyOf(jobs);
    }

    /** The same, but this holds for all jobs. */
    public Settings withProcessing(ProcessingSettings changed) {
        return new Settings(application, connections, source, topics, broker, changed, jobs);
    }

    /** The same with the users' jars in this directory. */
    public Settings withHandlers(Path folder) {
        return withProcessing(processing.withHandlers(folder));
    }
}
