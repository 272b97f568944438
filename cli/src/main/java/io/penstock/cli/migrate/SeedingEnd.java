package io.penstock.cli.migrate;

import io.penstock.records.JobsRecord;

/** How the seeding of a job comes to its end for one call of the command. */
sealed interface SeedingEnd {
    /** By what is to be said now. */
    record Says(JobsRecord said) implements SeedingEnd {}

    /** Another call was faster: it is at its end. */
    record Over() implements SeedingEnd {}

    /** The job is being migrated once more, by another call that began since: the end is that one's. */
    record Overtaken(String job) implements SeedingEnd {}
}
