package io.penstock.processor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.api.DatabaseCost;

/** What a job costs the database. Threads may share one. */
final class DatabaseMeters {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Counter operations;
    private final Counter documentsRead;
    private final Counter documentsWritten;
    private final Counter bytesRead;
    private final Counter bytesWritten;
    private final Counter time;

    DatabaseMeters(String job, MeterRegistry registry) {
        this.operations = counter(
                        "penstock.database.operations", "Requests of handlers to the database; jobs share them.")
                .tag(Meters.JOB, job)
                .register(registry);
        this.documentsRead = documents("read", job, registry);
        this.documentsWritten = documents("written", job, registry);
        this.bytesRead = bytes("read", job, registry);
        this.bytesWritten = bytes("written", job, registry);
        this.time = counter("penstock.database.time", "Time of handlers' requests to the database; jobs share it.")
                .baseUnit("seconds")
                .tag(Meters.JOB, job)
                .register(registry);
    }

    void spent(DatabaseCost cost) {
        operations.increment(cost.operations());
        documentsRead.increment((double) cost.documentsRead());
        documentsWritten.increment((double) cost.documentsWritten());
        bytesRead.increment((double) cost.bytesRead());
        bytesWritten.increment((double) cost.bytesWritten());
        time.increment(cost.nanos() / NANOS_PER_SECOND);
    }

    private static Counter documents(String direction, String job, MeterRegistry registry) {
        return counter("penstock.database.documents", "Documents that handlers looked for or wrote.")
                .tag("direction", direction)
                .tag(Meters.JOB, job)
                .register(registry);
    }

    private static Counter bytes(String direction, String job, MeterRegistry registry) {
        return counter("penstock.database", "Size of what handlers read and wrote.")
                .baseUnit("bytes")
                .tag("direction", direction)
                .tag(Meters.JOB, job)
                .register(registry);
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description);
    }
}
