package io.penstock.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reads documents of one collection by their ids, for one attempt. Look-ups of all attempts that run in the process are
 * gathered into few requests and answered from a cache where that is fresh enough: so ask for one document at a time, and
 * for several without waiting in between. Safe for use by several threads.
 *
 * <p><b>How fresh.</b> What comes back is never older than the change that made the task, wherever it was read, and was
 * confirmed by a majority of the servers. It may be newer.
 */
public interface Documents {
    /**
     * Looks a document up; does not wait.
     *
     * <p>Plain JSON does not tell a text from an ObjectId, a date or a UUID, so a text is looked up as all that it may
     * stand for: {@code get(order.path("customerId").asText())} finds the customer, of whatever type the ids are. Should
     * two documents answer to it, the one with the text itself wins. {@link DocumentKey} names one exactly.
     *
     * @param id what {@link DocumentKey#of} takes
     * @return the document as plain JSON, as {@link Task#document()} has it, a tree of the caller's own; empty if there is
     *     none. Fails with a {@link DatabaseException}. Stages that depend on it must not wait
     * @throws IllegalArgumentException if the value cannot be an id
     */
    CompletionStage<Optional<JsonNode>> get(Object id);

    /**
     * Looks a document up and waits for it: for handlers that have a thread of their own. Other attempts go on meanwhile,
     * and what they look up shares the request.
     *
     * @param id as for {@link #get}
     * @throws DatabaseException if the database does not answer
     * @throws InterruptedException if the attempt may not settle any more: let it out
     */
    Optional<JsonNode> fetch(Object id) throws InterruptedException;
}
