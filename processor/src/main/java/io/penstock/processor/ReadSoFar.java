package io.penstock.processor;

import io.penstock.processor.intake.ChangePositions;
import io.penstock.processor.stream.ChangeRecords;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Position.Relation;
import io.penstock.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How far a deployment has read the changes, as positions in the database's history. */
public final class ReadSoFar {
    private ReadSoFar() {}

    /**
     * For each partition of the topics with changes, as {@code shop.orders-0}, the newest of the last changes that were read.
     * What the engine tells again later is not newer.
     */
    public static Map<String, String> positions(Settings settings) {
        ChangePositions positions = new ChangePositions();
        Map<String, Position> newest = new HashMap<>();
        ChangeRecords.lastRead(
                settings,
                record -> positions
                        .of(record)
                        .ifPresent(position -> newest.merge(
                                record.origin().topic() + "-" + record.origin().partition(),
                                position,
                                ReadSoFar::newer)));
        Map<String, String> texts = new HashMap<>();
        newest.forEach((place, position) -> texts.put(place, position.text()));
        return texts;
    }

    private static Position newer(Position one, Position other) {
        return Optional.of(other)
                .filter(position -> position.to(one) == Relation.NEWER)
                .orElse(one);
    }
}
