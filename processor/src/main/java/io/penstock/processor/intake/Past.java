package io.penstock.processor.intake;

import io.penstock.processor.task.ChangeEvent;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Position.Relation;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a job was before: after a migration its documents are known under another identity. Threads may share one.
 *
 * @param generation how often it was migrated; what the directory has of earlier ones says nothing any more
 * @param seeding whether its documents are just being made known again: what a snapshot reads is not run, whatever the
 *     configuration says
 * @param since by topic and partition ({@code shop.orders-0}) the position of the last change that an earlier generation has
 *     had
 */
public record Past(int generation, BooleanSupplier seeding, Map<String, Position> since) {
    /** It was never migrated. */
    public static final Past NONE = new Past(0, () -> false, Map.of());

    public Past {
        since = Map.copyOf(since);
    }

    /** Whether an earlier generation has had the change, which is told again. */
    boolean had(ChangeEvent change) {
        // Later the ledger knows; and a database that was put back to an earlier time must not be silenced for ever.
        if (since.isEmpty() || !seeding.getAsBoolean() || change.position().phase() == Position.READ) {
            return false;
        }
        String place = change.origin().topic() + "-" + change.origin().partition();
        return Optional.ofNullable(since.get(place))
                .filter(last -> change.position().to(last) != Relation.NEWER)
                .isPresent();
    }
}
