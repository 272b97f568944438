package io.penstock.processor.registry;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.records.JobIdentity;
import io.penstock.records.Layout;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;

/** What a configuration would have recorded. */
public final class Identities {
    private Identities() {}

    /** What decides which tasks changes make for a job, and where they stand. */
    public static JobIdentity of(JobSettings job) {
        return new JobIdentity(
                job.selection().collections(),
                job.identity().taskId().map(JsonPointer::toString),
                job.identity().version().map(JsonPointer::toString),
                job.identity().shardKey().map(JsonPointer::toString));
    }

    /** How open tasks are spread. */
    public static Layout layout(Settings settings) {
        return new Layout(
                settings.jobs().stream()
                        .anyMatch(job -> job.identity().shardKey().isPresent()),
                settings.topics().partitions());
    }
}
