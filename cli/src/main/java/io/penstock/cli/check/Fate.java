package io.penstock.cli.check;

import java.util.Locale;

/** What became of a write, as far as its writer knows. */
public enum Fate {
    /** The database has said that it is done. */
    ACKNOWLEDGED,
    /** The database has said that it is not done, and it never will be. */
    REFUSED,
    /** Nobody has said anything: it may be done, or not. */
    MAYBE;

    /** As it stands in a journal. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
