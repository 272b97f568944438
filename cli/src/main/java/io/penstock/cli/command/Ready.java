package io.penstock.cli.command;

import java.util.Optional;

/** What the line with which a long-lived command says that it is ready has in common. */
final class Ready {
    private Ready() {}

    /** The part of the line that says where the process can be looked into, if it can be. */
    static String look(Optional<String> url) {
        return url.map(where -> "; look into it at " + where).orElse("");
    }
}
