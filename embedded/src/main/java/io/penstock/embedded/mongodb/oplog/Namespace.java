package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;

/** A database, and a collection in it; an empty collection name stands for the database as a whole. */
public record Namespace(String database, String collection) {

    /** Of the form {@code database.collection}; the collection's name may have dots. */
    public static Namespace parse(String fullName) {
        int dot = fullName.indexOf('.');
        return dot < 0
                ? new Namespace(fullName, "")
                : new Namespace(fullName.substring(0, dot), fullName.substring(dot + 1));
    }

    /** As in a change event. */
    public Document toDocument() {
        Document document = new Document("db", database);
        return collection.isEmpty() ? document : document.append("coll", collection);
    }

    @Override
    public String toString() {
        return collection.isEmpty() ? database : database + "." + collection;
    }
}
