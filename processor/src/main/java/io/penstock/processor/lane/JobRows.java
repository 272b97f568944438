package io.penstock.processor.lane;

import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of one partition's backlog by job: which jobs are on their way out, under {@code Z job}, and what there still is
 * of a job. For use by one thread.
 */
public final class JobRows {
    private static final int FORMAT = 1;

    private final FoldingRows rows;

    /** How far a job is on its way out. */
    public enum Stage {
        /** It takes on nothing; what is open runs. */
        FINISHING('f'),
        /** It takes on nothing; what is open is taken back. */
        CANCELLING('c'),
        /** Nothing is known of it any more. */
        RETIRED('r');

        private final char letter;

        Stage(char letter) {
            this.letter = letter;
        }

        private static Stage of(int letter) {
            return Arrays.stream(values())
                    .filter(stage -> stage.letter == letter)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No stage has the letter " + (char) letter));
        }
    }

    /** Where an open task stands. */
    public record Place(LaneKey lane, long sequence) {}

    /**
     * @param rows the partition's store
     */
    public JobRows(FoldingRows rows) {
        this.rows = rows;
    }

    /** The jobs that are on their way out, or are out. */
    public Map<String, Stage> stages() {
        Map<String, Stage> stages = new TreeMap<>();
        rows.scan(RowKind.REMOVAL.first(), RowKind.REMOVAL.behind(), (key, row) -> {
            stages.put(RowKey.last(key), Stage.of(RowReader.open(row, FORMAT).fixed8()));
            return true;
        });
        return stages;
    }

    /** Notes how far a job is. */
    public void stage(String job, Stage stage) {
        rows.put(
                RowKind.REMOVAL.key(job),
                RowWriter.format(FORMAT).fixed8(stage.letter).toBytes());
    }

    /** The job is not on its way out. */
    public void stay(String job) {
        rows.delete(RowKind.REMOVAL.key(job));
    }

    /** The open tasks of a job, so many at most. */
    public List<Place> open(String job, int most) {
        List<Place> found = new ArrayList<>();
        for (RowKind kind : List.of(RowKind.STANDING, RowKind.ASIDE)) {
            if (found.size() < most) {
                rows.scan(kind.key(job), RowKey.after(kind.key(job)), (key, row) -> {
                    LaneKey lane = LaneKey.read(Arrays.copyOfRange(key, 1, key.length - Long.BYTES));
                    found.add(new Place(lane, RowReader.lastFixed64(key)));
                    return found.size() < most;
                });
            }
        }
        return found;
    }

    /** The lanes of a job of which something is remembered, so many at most. */
    public List<LaneKey> lanes(String job, int most) {
        List<LaneKey> found = new ArrayList<>();
        rows.scan(RowKind.LANE.key(job), RowKey.after(RowKind.LANE.key(job)), (key, row) -> {
            found.add(LaneKey.read(Arrays.copyOfRange(key, 1, key.length)));
            return found.size() < most;
        });
        return found;
    }
}
