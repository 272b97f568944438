package io.penstock.settings.file;

import io.penstock.settings.DatabaseSettings;
import io.penstock.settings.DatabaseSettings.ReadFrom;
import java.time.Duration;
import java.util.List;

/** The keys of the section {@code database}, and what is made of them. */
final class DatabaseReader {
    static final String DATABASE = "database";

    static final Key<String> URI = Key.free("uri", new ConnectionString());
    static final Key<ReadFrom> READ_FROM = Key.withDefault("read-from", Words.oneOf(ReadFrom.class), "primary");
    static final Key<Long> CACHE = Key.withDefault("cache", Words.size("1MB", "64GB"), "32MB");
    static final Key<Duration> TIME_TO_LIVE = Key.withDefault("time-to-live", Words.duration("0s", "1d"), "10s");
    static final Key<Integer> BATCH_SIZE = Key.withDefault("batch-size", Words.wholeNumber(1, 10_000), "500");
    static final Key<Duration> BATCH_LINGER = Key.withDefault("batch-linger", Words.duration("0s", "1s"), "1ms");

    static final List<Key<?>> KEYS = List.of(URI, READ_FROM, CACHE, TIME_TO_LIVE, BATCH_SIZE, BATCH_LINGER);

    private DatabaseReader() {}

    static DatabaseSettings read(Section section) {
        return new DatabaseSettings(
                section.find(URI),
                section.get(READ_FROM),
                section.get(CACHE),
                section.get(TIME_TO_LIVE),
                section.get(BATCH_SIZE),
                section.get(BATCH_LINGER));
    }
}
