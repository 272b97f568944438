package io.penstock.processor.task;

import io.penstock.api.DatabaseCost;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a task may cost the database, and what its earlier attempts have cost already.
 *
 * @param spent by the attempts before
 * @param most by all together; a part that is not bounded is empty
 */
public record Allowance(DatabaseCost spent, Bounds most) {
    /** Without bounds. */
    public static final Allowance UNBOUNDED = new Allowance(DatabaseCost.NONE, Bounds.NONE);

    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * How much of each is allowed.
     *
     * @param operations requests
     * @param documentsRead documents that are looked for
     * @param documentsWritten documents that are written
     * @param bytesRead their size
     * @param bytesWritten their size
     * @param nanos time, in nanoseconds
     */
    public record Bounds(
            OptionalLong operations,
            OptionalLong documentsRead,
            OptionalLong documentsWritten,
            OptionalLong bytesRead,
            OptionalLong bytesWritten,
            OptionalLong nanos) {
        /** As much as it takes. */
        public static final Bounds NONE = new Bounds(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** What of the budget is used up when the running attempt has cost {@code now}; empty: nothing is. */
    public Optional<String> reached(DatabaseCost now) {
        DatabaseCost all = spent.plus(now);
        return reached("operations", all.operations(), most.operations())
                .or(() -> reached("documents-read", (double) all.documentsRead(), most.documentsRead()))
                .or(() -> reached("documents-written", (double) all.documentsWritten(), most.documentsWritten()))
                .or(() -> reached("bytes-read", (double) all.bytesRead(), most.bytesRead()))
                .or(() -> reached("bytes-written", (double) all.bytesWritten(), most.bytesWritten()))
                .or(() ->
                        most.nanos().isPresent() && all.nanos() >= most.nanos().getAsLong()
                                ? Optional.of("database-time: %d of %d ms"
                                        .formatted(
                                                all.nanos() / NANOS_PER_MILLI,
                                                most.nanos().getAsLong() / NANOS_PER_MILLI))
                                : Optional.empty());
    }

    private static Optional<String> reached(String name, double all, OptionalLong most) {
        return most.isPresent() && all >= most.getAsLong()
                ? Optional.of(String.format(Locale.ROOT, "%s: %.0f of %d", name, all, most.getAsLong()))
                : Optional.empty();
    }
}
