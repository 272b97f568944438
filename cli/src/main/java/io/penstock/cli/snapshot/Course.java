package io.penstock.cli.snapshot;

import java.util.Collections;
import java.util.List;
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

    private final List<String> signals;
    private final String collection;
    private final boolean stops;
    /** How often the collection is read until what was asked for is done; empty: the connector has not taken it on yet. */
    private OptionalInt turns = OptionalInt.empty();

    private Stage stage = Stage.ASKED;
    private String status = "";
    /** In our turns that are over. */
    private long read;
    /** Read before an engine that counts from 0 again. */
    private long before;

    private long documents;

    /**
     * @param signals the ids of the signals that asked for it, in their order: each has a turn, one after the other
     * @param stops whether it asked that it be read no more, whoever wants it
     */
    Course(List<String> signals, String collection, boolean stops) {
        this.signals = List.copyOf(signals);
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
        return read + before + documents;
    }

    /** Whether the notice tells of this snapshot, or of another of the collection. */
    boolean hear(Notice notice) {
        int ours = signals.indexOf(notice.id());
        boolean current = notice.current().equals(Optional.of(collection));
        if (stage.over() || !(ours >= 0 || current || notice.collections().contains(collection))) {
            return false;
        }
        countTurns(notice, ours);
        if (current) {
            before += notice.documents() < documents ? documents : 0;
            documents = notice.documents();
        }
        stage = switch (notice.type()) {
            case "PAUSED" -> Stage.PAUSED;
            case "TABLE_SCAN_COMPLETED" -> current ? turnIsOver(notice.status()) : Stage.RUNNING;
            case "COMPLETED" -> ours == signals.size() - 1 ? Stage.COMPLETED : stage;
            // It names the snapshot that goes on, even if another collection was taken out of it.
            case "ABORTED" -> notice.collections().contains(collection) ? Stage.STOPPED : stage;
            default -> Stage.RUNNING;
        };
        return true;
    }

    /**
     * A collection that is asked for while it is read is read once more, behind that. What is told of it has the id of the
     * last signal that was taken on, so only notices with ours tell how many turns there are: those that the connector has
     * taken on, and those of our signals to which it has not come yet.
     *
     * @param ours which of our signals it has come to; -1: none
     */
    private void countTurns(Notice notice, int ours) {
        int named = Collections.frequency(notice.collections(), collection);
        if (ours >= 0 && named > 0) {
            turns = OptionalInt.of(named + signals.size() - 1 - ours);
        }
    }

    /** Our turns come last, behind those of who has asked before. */
    private Stage turnIsOver(String how) {
        boolean ours = stops || turnsLeft() <= signals.size();
        boolean last = stops || turnsLeft() <= 1;
        if (turns.isPresent()) {
            turns = OptionalInt.of(turnsLeft() - 1);
        }
        read += ours ? before + documents : 0;
        before = 0;
        documents = 0;
        if (!ours) {
            return Stage.RUNNING;
        }
        status = how;
        boolean well = how.equals("SUCCEEDED") || how.equals("EMPTY");
        return well ? (last ? Stage.COMPLETED : Stage.RUNNING) : Stage.FAILED;
    }

    /** Without end as long as nobody knows. */
    private int turnsLeft() {
        return turns.orElse(Integer.MAX_VALUE);
    }
}
