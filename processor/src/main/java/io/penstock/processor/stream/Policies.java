package io.penstock.processor.stream;

import io.penstock.processor.admission.AdmissionPolicy;
import io.penstock.processor.outcome.RetryPolicy;
import io.penstock.processor.outcome.SettlementPolicy;
import io.penstock.processor.partition.JobPolicy;
import io.penstock.processor.partition.QueuePolicy;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Content;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.WorkSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the core has to know of the jobs, made of what the configuration says. */
final class Policies {
    private Policies() {}

    /**
     * By the jobs' names.
     *
     * @param maxResultBytes the largest result that the topic takes
     */
    static Map<String, JobPolicy> of(List<JobSettings> jobs, int maxResultBytes) {
        return jobs.stream().collect(Collectors.toMap(JobSettings::name, policy(maxResultBytes)));
    }

    private static Function<JobSettings, JobPolicy> policy(int maxResultBytes) {
        return job -> {
            WorkSettings work = job.work();
            boolean queued = job.handler().execution() == Execution.QUEUED;
            boolean keepsResult = work.late().onUnmatch() == WorkSettings.OnUnmatch.COMPENSATE
                    || work.late().onDuplicate() == WorkSettings.OnDuplicate.EMIT_RESULT;
            return new JobPolicy(
                    new AdmissionPolicy(
                            !(job.content() instanceof Content.None), job.run() == JobSettings.Run.ONCE, keepsResult),
                    new SettlementPolicy(queued ? retry(work.retry()) : atOnce(work.retry()), maxResultBytes),
                    queued ? Optional.of(new QueuePolicy(work, new DueDates(work.schedule()))) : Optional.empty());
        };
    }

    private static RetryPolicy atOnce(WorkSettings.Retry retry) {
        return RetryPolicy.atOnce(retry.maxAttempts());
    }

    private static RetryPolicy retry(WorkSettings.Retry retry) {
        return new RetryPolicy(retry.maxAttempts(), retry.initial(), retry.factor(), retry.max(), retry.jitter());
    }
}
