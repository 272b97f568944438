package io.penstock.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.topics.RecordReader;
import io.penstock.cli.topics.RecordReader.Section;
import io.penstock.records.JobsJson;
import io.penstock.records.JobsRecord;
import io.penstock.records.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The jobs of a deployment, as its processes have recorded them. */
final class KnownJobs {
    private KnownJobs() {}

    /** Their names; empty if no process has run yet. */
    static SortedSet<String> names(RecordReader reader, Topics topics) {
        Map<String, String> names = new HashMap<>();
        reader.readNewest(List.of(new Section(topics.jobs(), Set.of())), Long.MAX_VALUE, record -> {
            Optional<JobsRecord> said = Optional.ofNullable(record.value()).flatMap(JobsJson::read);
            if (said.isPresent() && said.get() instanceof JobsRecord.Job job) {
                names.put(job.key(), job.name());
            } else {
                // What is forgotten has no value any more.
                names.remove(new String(record.key(), UTF_8));
            }
        });
        return new TreeSet<>(names.values());
    }
}
