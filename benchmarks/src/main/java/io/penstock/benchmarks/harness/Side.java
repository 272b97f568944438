package io.penstock.benchmarks.harness;

import java.util.Locale;

/** Who is measured. */
public enum Side {
    /** What this project has. */
    PENSTOCK,
    /** What somebody would write or take instead. */
    PEER;

    /** As it is shown: {@code penstock}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
