package io.penstock.documents;

import org.bson.BsonValue;

/**
 * An id: two that MongoDB takes for the same are equal.
 *
 * @param canonical tells it from others
 * @param id as it is sent
 */
record Key(String canonical, BsonValue id) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && canonical.equals(key.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }
}
