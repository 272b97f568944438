/**
 * The words that the steps of the way of the data share. Imports {@code java.*}, the api and the records on the topics.
 *
 * <pre>
 * ChangeEvent    what Debezium says of one change                    (intake)
 *   Arrival      a task for one job, or the end of a document        (crosses to the shard key's partition)
 *     PendingTask  is judged against the ledger                      (admission)
 *       Completion   what one attempt of the handler came to         (dispatch)
 *         Output       result, dead letter or task event             (outcome)
 * </pre>
 */
@NullMarked
package io.penstock.processor.task;

import org.jspecify.annotations.NullMarked;
