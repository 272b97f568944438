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
 * they are made anew from Kafka, unless the last user of the folder has left a mark that it had ended in order. Where there were
 * none once, the last user may have been one without.
 *
 * <p>Threading: safe for use by several threads.
 */
final class StoreTrust {
    private static final Logger LOG = LoggerFactory.getLogger(StoreTrust.class);
    private static final String MARK = "penstock-closed";

    private final Guarantee guarantee;
    private final Path mark;
    private volatile boolean broken;

    /**
     * Of a folder.
     *
     * @param guarantee whether rows and changelogs are written together
     * @param folder of the application's stores
     */
    StoreTrust(Guarantee guarantee, Path folder) {
        this.guarantee = guarantee;
        this.mark = folder.resolve(MARK);
    }

    /**
     * The folder is used from now on.
     *
     * @param forget throws away what is in it; called if that cannot be used
     */
    void begin(Runnable forget) {
        try {
            boolean orderly = Files.deleteIfExists(mark);
            if (!orderly && guarantee.readsAgain()) {
                forget.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The state folder cannot be written to: " + e.getMessage(), e);
        }
    }

    /** A thread has ended by a failure: whether another one may go on with the stores. */
    boolean outlivesAThread() {
        broken |= !guarantee.transactions();
        return guarantee.transactions();
    }

    /** The folder is not used any more. */
    void end() {
        if (!guarantee.readsAgain() || broken) {
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
