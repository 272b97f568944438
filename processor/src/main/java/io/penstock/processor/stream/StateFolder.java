package io.penstock.processor.stream;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.StreamsException;

/** The folder with the stores, which belongs to one process alone. */
final class StateFolder {
    /** The only words by which Kafka Streams lets it be told from anything else that can go wrong. */
    private static final String TAKEN = "in the same state directory";

    private StateFolder() {}

    /**
     * Makes what keeps its stores in the folder.
     *
     * @throws IllegalStateException if another process keeps its own there
     */
    static <T> T open(Path folder, Supplier<T> make) {
        try {
            return make.get();
        } catch (StreamsException e) {
            if (String.valueOf(e.getMessage()).contains(TAKEN)) {
                throw new IllegalStateException(
                        "another process uses the state folder "
                                + folder.toAbsolutePath().normalize()
                                + ". Give each process one of its own with --state DIR.",
                        e);
            }
            throw e;
        }
    }
}
