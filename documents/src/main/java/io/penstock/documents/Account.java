package io.penstock.documents;

import io.penstock.api.DatabaseCost;
import io.penstock.api.DatabaseException;

/** Who pays for an attempt's reads and writes. Safe for use by several threads. */
public interface Account {
    /**
     * Lets more be asked of the database.
     *
     * @throws DatabaseException if the attempt may not go on, or has spent what its job allows
     */
    void admit();

    /** Takes note of what was done for the attempt. */
    void charge(DatabaseCost cost);
}
