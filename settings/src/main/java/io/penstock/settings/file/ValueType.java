package io.penstock.settings.file;

import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.Optional;

/** What a key's value must be. */
interface ValueType<T> {
    /** The value; empty if the node holds none, which {@code problems} is told. */
    Optional<T> read(Node node, Problems problems);

    /** What it must be, to go behind "must be": {@code a duration such as 7d}. */
    String description();
}
