package io.penstock.benchmarks.backlog;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Trial;
import io.penstock.benchmarks.installation.Site;
import java.util.List;
import java.util.Locale;

/** The cases. For use by one thread. */
final class BacklogSession implements Session {
    private static final int OPEN = 1_000_000;
    private static final int QUICK_OPEN = 60_000;
    private static final int DONE = 10_000_000;

    private final Site site;
    private final List<Case> cases;

    BacklogSession(Site site) {
        this.site = site;
        boolean quick = site.environment().scale() == Scale.QUICK;
        int open = quick ? QUICK_OPEN : OPEN;
        OpenTasks openTasks = new OpenTasks(site, open);
        NextMonth nextMonth = new NextMonth(site, open);
        Compaction compaction = new Compaction(site, DONE);
        Storm storm = new Storm(site, quick ? 15 : 60);
        Case manyOpen = new Trial(named("%,d open tasks", open), false, OpenTasks.FIGURES, openTasks::measure);
        Case later = new Trial(named("%,d tasks for next month", open), false, NextMonth.FIGURES, nextMonth::measure);
        Case restore = new Trial("restore after tasks that are done", false, Compaction.FIGURES, compaction::measure);
        Case failing = new Trial("storm of retries", false, Storm.FIGURES, storm::measure);
        // Kafka compacts a log in its own time, which is longer than that of a first impression.
        this.cases = quick ? List.of(manyOpen, later, failing) : List.of(manyOpen, later, restore, failing);
    }

    private static String named(String format, int count) {
        return String.format(Locale.ROOT, format, count);
    }

    @Override
    public List<Case> cases() {
        return cases;
    }

    @Override
    public void close() {
        site.close();
    }
}
