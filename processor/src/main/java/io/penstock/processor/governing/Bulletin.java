package io.penstock.processor.governing;

import io.penstock.records.GovernorRecord;
import java.time.Duration;
import java.util.List;

/** The governor's topic, as one instance sees it. For one thread. */
public interface Bulletin extends AutoCloseable {
    /** What stands there. */
    sealed interface Notice {
        /** Somebody says something. */
        record Said(GovernorRecord record) implements Notice {}

        /** An instance is gone. */
        record Gone(String instance) implements Notice {}
    }

    /**
     * All that stands there, oldest first; to be asked once, before anything else.
     *
     * @throws RuntimeException if it cannot be read within a few seconds
     */
    List<Notice> history();

    /**
     * What has been written since the last time, by whomever.
     *
     * @param wait how long to wait if there is nothing
     */
    List<Notice> news(Duration wait);

    /** Writes. What cannot be written is lost: it is said again. */
    void post(GovernorRecord record);

    /** Takes down what an instance has said of itself. */
    void remove(String instance);

    @Override
    void close();
}
