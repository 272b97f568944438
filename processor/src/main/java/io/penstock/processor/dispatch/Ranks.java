package io.penstock.processor.dispatch;

import io.penstock.governor.tier.Terms;
import io.penstock.governor.tier.Tier;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.TierSettings;
import io.penstock.settings.WorkSettings;
import io.penstock.settings.WorkSettings.Schedule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads of the settings what the governor's tiers have to know. */
final class Ranks {
    private Ranks() {}

    static Rank of(JobSettings job) {
        Schedule schedule = job.work().schedule();
        return new Rank(tier(schedule.tier()), schedule.interruptible());
    }

    /** What each tier gets; empty if all jobs are of one. */
    static Map<Tier, Terms> terms(List<JobSettings> jobs, Map<WorkSettings.Tier, TierSettings> tiers) {
        long used = jobs.stream()
                .filter(job -> job.handler().execution() == Execution.QUEUED)
                .map(job -> job.work().schedule().tier())
                .distinct()
                .count();
        Map<Tier, Terms> terms = new EnumMap<>(Tier.class);
        if (used > 1) {
            tiers.forEach((tier, its) ->
                    terms.put(tier(tier), new Terms(its.guaranteed(), its.weight(), its.patience())));
        }
        return terms;
    }

    static Tier tier(WorkSettings.Tier tier) {
        return switch (tier) {
            case CRITICAL -> Tier.CRITICAL;
            case NORMAL -> Tier.NORMAL;
            case BULK -> Tier.BULK;
        };
    }
}
