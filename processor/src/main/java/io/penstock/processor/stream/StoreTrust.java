package io.penstock.processor.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the stores on disk say what Kafka says. With transactions Kafka Streams sees to that itself. Without them the stores
 * may have rows after a crash that their changelogs have not, and that the next owner of the partition would not find; so
 * they are made anew from Kafka, unless the last user of the folder has left a mark that it had ended in order.
 *
 * <p>Threading: safe for use by several threads.
 */
final class StoreTrust {
    private static final Logger LOG = LoggerFactory.getLogger(StoreTrust.class);
    private static final String MARK = "penstock-closed";

    private final boolean transactions;
    private final Path mark;
    private volatile boolean broken;

    /**
     * Of a folder.
     *
     * @param transactions whether rows and changelogs are written together
     * @param folder of the application's stores
     */
    StoreTrust(boolean transactions, Path folder) {
        this.transactions = transactions;
        this.mark = folder.resolve(MARK);
    }

    /** The folder is used from now on: whether what is in it can be. */
    boolean begin() {
        try {
            return Files.deleteIfExists(mark) || transactions;
        } catch (IOException e) {
            throw new UncheckedIOException("The state folder cannot be written to: " + e.getMessage(), e);
        }
    }

    /** A thread has ended by a failure: whether another one may go on with the stores. */
    boolean outlivesAThread() {
        broken |= !transactions;
        return transactions;
    }

    /** The folder is not used any more. */
    void end() {
        if (transactions || broken) {
            return;
        }
        try {
            Files.createDirectories(mark.toAbsolutePath().getParent());
            Files.write(mark, new byte[0]);
        } catch (IOException e) {
            LOG.warn(
                    "The stores are read from Kafka at the next start, since {} was not written: {}",
                    mark,
                    e.getMessage());
        }
    }
}
