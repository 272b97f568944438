package io.penstock.settings.file;

import io.penstock.settings.CopySettings;
import io.penstock.settings.OwnCollections;
import java.util.List;

/** The keys that say what is copied into MongoDB, in the sections {@code results} and {@code ledger}. */
final class CopyReader {
    static final String RESULTS = "results";

    /** Where results are copied to. */
    static final Key<String> RESULTS_COLLECTION = ownCollection("results");
    /** Where the ledger is copied to. */
    static final Key<String> LEDGER_COLLECTION = ownCollection("ledger");

    static final List<Key<?>> KEYS = List.of(RESULTS_COLLECTION);

    private CopyReader() {}

    private static Key<String> ownCollection(String example) {
        return Key.free(
                "collection",
                Words.name(
                        "a collection of the database '" + OwnCollections.DATABASE
                                + "', which Penstock keeps for itself: penstock." + example,
                        OwnCollections.DATABASE + "\\.[A-Za-z][A-Za-z0-9_-]{0,99}"));
    }

    static CopySettings read(Section results, Section ledger) {
        return new CopySettings(results.find(RESULTS_COLLECTION), ledger.find(LEDGER_COLLECTION));
    }
}
