package io.penstock.processor.intake;

import io.penstock.processor.condition.Condition;
import io.penstock.processor.condition.ConditionException;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Problem;
import io.penstock.settings.SourceSettings.DocumentMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All jobs, ready to look at changes. Threads may share one. */
public final class Jobs {
    private final List<JobIntake> jobs;
    private final Map<String, List<JobIntake>> byCollection = new ConcurrentHashMap<>();
    private final ChangeReader reader;

    /**
     * @param jobs what is to be done
     * @param document how updates get their document
     * @param maxTaskBytes the largest task that can go on, see {@link io.penstock.processor.task.PendingTask#size}
     * @param past what each job was before, by name
     * @throws ConditionException if a job's condition is none; {@link #problems} would have told
     */
    public Jobs(List<JobSettings> jobs, DocumentMode document, int maxTaskBytes, Function<String, Past> past) {
        this.jobs = jobs.stream()
                .map(job -> new JobIntake(job, maxTaskBytes, past.apply(job.name())))
                .toList();
        this.reader = new ChangeReader(document);
    }

    /** What is wrong with the jobs' conditions. */
    public static List<Problem> problems(List<JobSettings> jobs) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            try {
                jobs.get(i).selection().when().ifPresent(Condition::compile);
            } catch (ConditionException e) {
                for (String fault : e.faults()) {
                    problems.add(new Problem("/jobs/" + i + "/when", fault));
                }
            }
        }
        return problems;
    }

    ChangeReader reader() {
        return reader;
    }

    List<JobIntake> watching(String collection) {
        return byCollection.computeIfAbsent(
                collection,
                name -> jobs.stream().filter(job -> job.watches(name)).toList());
    }
}
