package io.penstock.settings.file;

import io.penstock.settings.CopySettings;
import io.penstock.settings.OwnCollections;
import java.util.List;

/** The keys of the section {@code results}, and what is made of them. */
final class CopyReader {
    static final String RESULTS = "results";

    static final Key<String> COLLECTION = Key.free(
            "collection",
            Words.name(
                    "a collection of the database '" + OwnCollections.DATABASE
                            + "', which Penstock keeps for itself: penstock.results",
                    OwnCollections.DATABASE + "\\.[A-Za-z][A-Za-z0-9_-]{0,99}"));

    static final List<Key<?>> KEYS = List.of(COLLECTION);

    private CopyReader() {}

    static CopySettings read(Section section) {
        return new CopySettings(section.find(COLLECTION));
    }
}
