package io.penstock.cli.snapshot;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;

/** How the snapshot of one collection goes, as far as was heard. For one thread. */
final class Course {
    /** Where it is. */
    enum Stage {
        /** Nothing was heard. */
        ASKED,
        RUNNING,
        /** It gives way to the foreground, or somebody has paused it. */
        PAUSED,
        COMPLETED,
        STOPPED,
        FAILED;

        boolean over() {
            return this == COMPLETED || this == STOPPED || this == FAILED;
        }
    }

    private final String signal;
    private final String collection;
    private final boolean stops;
    /** How often the collection is read until what was asked for is done; empty: the connector has not taken it on yet. */
    private OptionalInt turns = OptionalInt.empty();

    private Stage stage = Stage.ASKED;
    private String status = "";
    /** Read before an engine that counts from 0 again. */
    private long before;

    private long documents;

    /**
     * @param signal the id of the signal that asked for it
     * @param stops whether it asked that it be read no more, whoever wants it
     */
    Course(String signal, String collection, boolean stops) {
        this.signal = signal;
        this.collection = collection;
        this.stops = stops;
    }

    Stage stage() {
        return stage;
    }

    /** What the connector calls the way in which it ended. */
    String status() {
        return status;
    }

    /** Documents that have been read. */
    long documents() {
        return before + documents;
    }

    /** Whether the notice tells of this snapshot, or of another of the collection. */
    boolean hear(Notice notice) {
        boolean ours = notice.id().equals(signal);
        boolean current = notice.current().equals(Optional.of(collection));
        if (stage.over() || !(ours || current || notice.collections().contains(collection))) {
            return false;
        }
        boolean scanned = current && notice.type().equals("TABLE_SCAN_COMPLETED");
        countTurns(notice, ours, scanned);
        if (current) {
            before += notice.documents() < documents ? documents : 0;
            documents = notice.documents();
        }
        stage = switch (notice.type()) {
            case "PAUSED" -> Stage.PAUSED;
            // Of several that are read one after another: this one's turn is over.
            case "TABLE_SCAN_COMPLETED" -> scanned && isLastTurn() ? ended(notice.status()) : Stage.RUNNING;
            case "COMPLETED" -> ours ? Stage.COMPLETED : stage;
            // It names the snapshot that goes on, even if another collection was taken out of it.
            case "ABORTED" -> notice.collections().contains(collection) ? Stage.STOPPED : stage;
            default -> Stage.RUNNING;
        };
        if (scanned && !stage.over()) {
            before = 0;
            documents = 0;
        }
        return true;
    }

    /**
     * A collection that is asked for while it is read is read once more, behind that. What is told of it has the id of the
     * last signal that was taken on, so only the first notices with ours tell how many turns there are.
     */
    private void countTurns(Notice notice, boolean ours, boolean scanned) {
        int named = Collections.frequency(notice.collections(), collection);
        if (ours && named > 0) {
            turns = OptionalInt.of(named);
        }
        if (scanned && turns.isPresent()) {
            turns = OptionalInt.of(turns.getAsInt() - 1);
        }
    }

    private boolean isLastTurn() {
        return stops || turns.orElse(1) <= 0;
    }

    private Stage ended(String how) {
        status = how;
        return how.equals("SUCCEEDED") || how.equals("EMPTY") ? Stage.COMPLETED : Stage.FAILED;
    }
}
