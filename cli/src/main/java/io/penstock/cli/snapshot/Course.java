package io.penstock.cli.snapshot;

import java.util.Optional;

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
    private Stage stage = Stage.ASKED;
    private String status = "";
    /** Read before an engine that counts from 0 again. */
    private long before;

    private long documents;

    /**
     * @param signal the id of the signal that asked for it
     */
    Course(String signal, String collection) {
        this.signal = signal;
        this.collection = collection;
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

    /** Whether the notice tells of this snapshot. */
    boolean hear(Notice notice) {
        boolean ours = notice.id().equals(signal);
        boolean current = notice.current().equals(Optional.of(collection));
        if (stage.over() || !(ours || current || notice.collections().contains(collection))) {
            return false;
        }
        if (current) {
            before += notice.documents() < documents ? documents : 0;
            documents = notice.documents();
        }
        stage = switch (notice.type()) {
            case "PAUSED" -> Stage.PAUSED;
            // Of several that are read one after another: this one's turn is over.
            case "TABLE_SCAN_COMPLETED" -> current ? ended(notice.status()) : Stage.RUNNING;
            case "COMPLETED" -> ours ? Stage.COMPLETED : stage;
            case "ABORTED" -> Stage.STOPPED;
            default -> Stage.RUNNING;
        };
        return true;
    }

    private Stage ended(String how) {
        status = how;
        return how.equals("SUCCEEDED") || how.equals("EMPTY") ? Stage.COMPLETED : Stage.FAILED;
    }
}
