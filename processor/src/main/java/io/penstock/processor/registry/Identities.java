package io.penstock.processor.registry;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.records.JobIdentity;
import io.penstock.records.Layout;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.Settings;
import io.penstock.settings.WorkSettings.Order;
import java.util.Optional;

/** What a configuration would have recorded. */
public final class Identities {
    private Identities() {}

    /** What decides which tasks changes make for a job, and where they stand. */
    public static JobIdentity of(JobSettings job) {
        return new JobIdentity(
                job.selection().collections(),
                job.identity().taskId().map(JsonPointer::toString),
                job.identity().version().map(JsonPointer::toString),
                job.identity().shardKey().map(JsonPointer::toString),
                order(job));
    }

    private static Optional<String> order(JobSettings job) {
        return job.handler().execution() == Execution.QUEUED
                ? Optional.of(job.work().lane().order() == Order.NONE ? "none" : "shard-key")
                : Optional.empty();
    }

    /** How open tasks are spread. */
    public static Layout layout(Settings settings) {
        return new Layout(
                settings.jobs().stream()
                        .anyMatch(job -> job.identity().shardKey().isPresent()),
                settings.topics().partitions());
    }
}
