package io.penstock.cli.check;

import io.penstock.api.Operation;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One write of one document, as its writer means it.
 *
 * @param number tells it from the other writes in its journal
 * @param intended when it was due, whether or not the writer was in time
 * @param document which document
 * @param change what is done to it
 * @param transaction number of the transaction that it belongs to; empty outside of one
 * @param after the newest cluster time that the writer knew of before it sent the write: the write's own is greater;
 *     empty if it knew none
 */
public record Write(
        long number,
        Instant intended,
        DocumentName document,
        Change change,
        OptionalLong transaction,
        OptionalLong after) {
    /**
     * What is done to a document. It must change something: a write without an effect has no change event.
     *
     * @param operation insert, update or delete
     * @param sequence grows with every write of the document, through all its lives
     * @param holds the jobs whose condition holds for the document as it is after this write; jobs without a condition
     *     need not be named
     */
    public record Change(Operation operation, long sequence, Set<String> holds) {
        public Change {
            holds = Set.copyOf(holds);
        }
    }
}
