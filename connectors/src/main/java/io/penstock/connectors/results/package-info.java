/**
 * Copies results into a MongoDB collection, where people query: {@link io.penstock.connectors.results.MongodbSink} in a
 * process of Penstock's own, which copies the ledger just so, {@link io.penstock.connectors.results.ResultTransform} with
 * {@link io.penstock.connectors.results.ForwardOnly} for the MongoDB connector of a Kafka Connect cluster. Neither goes
 * back to an older version.
 */
@NullMarked
package io.penstock.connectors.results;

import org.jspecify.annotations.NullMarked;
