package io.penstock.benchmarks.backlog;

import io.penstock.benchmarks.harness.Benchmark;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.installation.Site;

/** What it costs that much waits. */
public final class BacklogBenchmark implements Benchmark {
    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String summary() {
        return "a million open tasks: memory, reads per task, restart; tasks for next month; a storm of retries";
    }

    @Override
    public String method() {
        return """
                What it costs that much waits, held against limits, since nobody else keeps it so. The processor has the
                configuration of a user who changes nothing but what a job needs, and 256 MB of heap (`-Xmx256m`); Kafka is
                in another process. Every document is of about half a kilobyte, and is inserted once.

                **Open tasks**: tasks over as many shard keys as a fifth of them, drawn at random, behind a handler that lets
                tasks through one by one when it is told to. After a warm-up, so many tasks are admitted and then as many
                settled while ten thousand are open, and again while all are. Reads are RocksDB's own counts
                (`BLOCK_CACHE_*_MISS`, `NUMBER_DB_NEXT`, `NUMBER_ITER_SKIP`) over all stores; *reads per admission* are of
                blocks that were not in memory. *Steps of iterators per settlement* bound what a lane's head costs: each
                settlement looks for the next head, if there is one. Then the process is killed, and another one restores
                the stores from their changelogs; the limit is for the time from the end of that to the first call of a
                handler.

                **Next month**: as many tasks of a job with `delay: 30d`. When all are admitted, no record may be written to
                any topic of the broker for ten seconds, else the run fails.

                **Restore after tasks that are done**: ten million versions of 200,000 documents are worked off while a thousand
                tasks stay open, and then another thousand a second for 150 s, since Kafka does not compact a log into which
                nothing comes. Then all changelogs are read from their beginning to their end, as a restore does, and what was
                read is held against the rows that are alive. Here alone the changelogs keep deletions for a minute, and not
                for the half hour of Penstock's default: until that is over, a restore reads them, too.

                **Storm**: 5,000 changes a second come over 20,000 shard keys and are worked off for a minute, so that caches
                are as full as in service: a process that has just begun grows until they are. Then every attempt fails for a
                minute while as many come; then all succeed. The handler checks that each key's work is done in order, and ends the run if it is not.
                """;
    }

    @Override
    public Session open(Environment environment) {
        return new BacklogSession(Site.open(environment));
    }
}
