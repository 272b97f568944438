package io.penstock.cli.command;

import io.penstock.cli.terminal.Figures;
import java.time.Duration;
import java.util.Optional;

/** What the lines have in common with which long-lived commands say that they are ready, and that they end. */
final class Ready {
    private Ready() {}

    /** The part of the line that says where the process can be looked into, if it can be. */
    static String look(Optional<String> url) {
        return url.map(where -> "; look into it at " + where).orElse("");
    }

    /** The line that says that the end has begun, and how long it may take. */
    static String ending(Duration grace) {
        return grace.isZero()
                ? "Ending; what is not done is kept"
                : "Ending: attempts have up to " + Figures.duration(grace)
                        + " to come to their end; what is not done is kept";
    }
}
