package io.penstock.embedded.mongodb.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/**
 * An update by operators.
 *
 * @param filter what documents were found by, for the positional operator and for what an upsert begins with
 * @param operators {@code {$set: {…}, …}}
 */
public record OperatorUpdate(Document filter, Document operators, List<Document> arrayFilters) {}
