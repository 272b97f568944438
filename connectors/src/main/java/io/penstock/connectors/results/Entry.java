package io.penstock.connectors.results;

import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What a collection is to hold under an id, as of some point of its history.
 *
 * @param id the document's id
 * @param order the point: texts that compare, in MongoDB as elsewhere, as the history went; the document has it as
 *     {@value #ORDER}
 * @param document the whole document, with its id and its order; empty: none any more
 */
public record Entry(BsonValue id, BsonString order, Optional<BsonDocument> document) {
    /** Name of the id in documents. */
    public static final String ID = "_id";

    /** Name of the order in documents. */
    public static final String ORDER = "order";

    /** A document, which has an id and an order. */
    public static Entry of(BsonDocument document) {
        return new Entry(document.getDocument(ID), document.getString(ORDER), Optional.of(document));
    }

    /** That there is no document any more. */
    public static Entry erased(BsonValue id, BsonString order) {
        return new Entry(id, order, Optional.empty());
    }

    /** The one of two that counts; of equals the second. */
    static Entry newer(Entry first, Entry second) {
        return first.order().compareTo(second.order()) > 0 ? first : second;
    }
}
