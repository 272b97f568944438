package io.penstock.processor.simulation;

import static io.penstock.processor.simulation.Checker.require;

import io.penstock.processor.lane.BacklogView;
import io.penstock.processor.task.Standing;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Holds what a partition says of its backlog at a commit against the rows that are there. */
final class Counted {
    private static final Standing NOTHING = new Standing("job", 0, List.of(), 0, false);

    private Standing standing = NOTHING;

    /**
     * A commit is being made, and its rows are written.
     *
     * @param told what is open; empty if that has not changed
     */
    void check(Optional<List<Standing>> told, RollbackRows rows, Holds holds) {
        told.ifPresent(jobs -> standing = jobs.isEmpty() ? NOTHING : jobs.get(0));
        long bodies = rows.count('B');
        require(standing.open() == bodies, "%d tasks are said to be open, and %d are", standing.open(), bodies);
        var listed = new HashSet<>(new BacklogView(rows).quarantined(Integer.MAX_VALUE));
        require(
                listed.equals(holds.aside()),
                "The lanes in quarantine are said to be %s, and are %s",
                listed,
                holds.aside());
        require(
                standing.quarantined() == listed.size(),
                "%d lanes are said to be in quarantine, and %s are",
                standing.quarantined(),
                listed);
        require(standing.paused() == holds.jobIsPaused(), "It is said of the job: paused = %s", standing.paused());
    }
}
