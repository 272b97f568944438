package io.penstock.settings;

import java.util.Optional;

/**
 * What is copied into MongoDB, where people query.
 *
 * @param results the collection for results, with its database; empty: they are not copied
 * @param ledger the collection for the ledger, with its database; empty: it is not copied
 */
public record CopySettings(Optional<String> results, Optional<String> ledger) {
    /** Nothing. */
    public static final CopySettings NONE = new CopySettings(Optional.empty(), Optional.empty());
}
