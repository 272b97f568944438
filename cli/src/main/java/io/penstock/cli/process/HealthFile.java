package io.penstock.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets others see that this process works, at no cost to them: a file that was touched a few seconds ago as long as it
 * does, and grows old when it does not, or hangs. It is there for as long as the process runs, once it has worked.
 *
 * <p>For one thread.
 */
public final class HealthFile implements AutoCloseable {
    /** Far below the minute that health checks allow, and far above what touching a file costs. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);

    private final Path file;
    private final InstantSource clock;
    private Instant due = Instant.MIN;
    private boolean told;

    /**
     * A health file that nothing has been reported to yet. What an earlier process has left there is removed.
     *
     * @throws CommandFailure if the file cannot be written
     */
    public HealthFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        try {
            touch(clock.instant());
            Files.delete(file);
        } catch (IOException e) {
            throw CommandFailure.wrongUsage("The health file " + file + " cannot be written (" + e
                    + "): name another one in a directory that is there and that this process may write to");
        }
    }

    /** To be called every few seconds at least: whether the process does its work at this moment. */
    public void report(boolean working) {
        Instant now = clock.instant();
        if (!working || now.isBefore(due)) {
            return;
        }
        due = now.plus(INTERVAL);
        try {
            touch(now);
            told = false;
        } catch (IOException e) {
            // The work goes on: what looks at the file says that something is wrong.
            if (!told) {
                LOG.warn("The health file {} cannot be written: {}", file, e.toString());
            }
            told = true;
        }
    }

    private void touch(Instant now) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
        Files.setLastModifiedTime(file, FileTime.from(now));
    }

    /** Removes the file. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
