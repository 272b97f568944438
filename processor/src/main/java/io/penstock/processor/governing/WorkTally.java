package io.penstock.processor.governing;

import io.penstock.processor.task.Completion;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Standing;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.InstanceLoad.Work;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much work there is here, of the jobs that are queued: averaged over a minute. Stream threads tell, one other thread
 * asks.
 */
public final class WorkTally implements TaskListener {
    private static final double MINUTE = TimeUnit.MINUTES.toSeconds(1);

    private final Set<String> jobs;
    private final Map<String, Long> open = new ConcurrentHashMap<>();
    private final LongAdder came = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private boolean asked;
    private long askedAt;
    private double rate;
    private double tasks;
    private double seconds;

    /**
     * @param jobs the names of the jobs that count
     */
    public WorkTally(Set<String> jobs) {
        this.jobs = Set.copyOf(jobs);
    }

    @Override
    public void happened(TaskEventKind kind, PendingTask task) {
        if (jobs.contains(task.key().job())) {
            switch (kind) {
                case ADMITTED -> came.increment();
                case SUCCEEDED, DEAD_LETTERED -> ended.increment();
                default -> {
                    // Whatever else becomes of a task costs no handler time.
                }
            }
        }
    }

    @Override
    public void attempted(PendingTask task, int attempts, Completion completion, long tookNanos) {
        if (jobs.contains(task.key().job())) {
            nanos.add(tookNanos);
        }
    }

    @Override
    public void stands(String partition, List<Standing> standing) {
        open.put(
                partition,
                standing.stream()
                        .filter(each -> jobs.contains(each.job()))
                        .mapToLong(Standing::open)
                        .sum());
    }

    @Override
    public void left(String partition) {
        open.remove(partition);
    }

    /**
     * How much there is, as of now.
     *
     * @param now the present in nanoseconds, on a clock that never goes back
     */
    Work at(long now) {
        double passed = asked ? (now - askedAt) / 1e9 : 0;
        asked = true;
        askedAt = now;
        double keep = Math.exp(-passed / MINUTE);
        double more = came.sumThenReset();
        if (passed > 0) {
            rate = rate * keep + (1 - keep) * more / passed;
        }
        // All attempts of a task together: what is tried again costs again.
        tasks = tasks * keep + ended.sumThenReset();
        seconds = seconds * keep + nanos.sumThenReset() / 1e9;
        return new Work(
                open.values().stream().mapToLong(Long::longValue).sum(), rate, tasks == 0 ? seconds : seconds / tasks);
    }
}
