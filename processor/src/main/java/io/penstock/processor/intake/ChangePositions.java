package io.penstock.processor.intake;

import io.penstock.processor.task.OriginalRecord;
import io.penstock.processor.task.Position;
import io.penstock.settings.SourceSettings.DocumentMode;
import java.util.Optional;

/** Where in the database's history the changes of records stand. Threads may share one. */
public final class ChangePositions {
    private final ChangeReader reader = new ChangeReader(DocumentMode.DELTA);

    /** The position of a record's change; empty if it is none, or the read of a snapshot. */
    public Optional<Position> of(OriginalRecord original) {
        if (original.value().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.read(original, original.value().get()).position())
                    .filter(position -> position.phase() != Position.READ);
        } catch (MalformedRecordException none) {
            return Optional.empty();
        }
    }
}
