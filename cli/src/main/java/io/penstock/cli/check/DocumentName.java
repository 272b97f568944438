package io.penstock.cli.check;

/**
 * Names a document.
 *
 * @param collection the collection with its database: {@code shop.orders}
 * @param id the document's id as JSON (relaxed Extended JSON), as in Debezium's key
 */
public record DocumentName(String collection, String id) {
    @Override
    public String toString() {
        return id + " of " + collection;
    }
}
