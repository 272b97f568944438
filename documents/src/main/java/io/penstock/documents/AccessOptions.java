package io.penstock.documents;

import com.mongodb.MongoClientSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How the database is reached.
 *
 * @param client where it is, and which of its servers are read; read only when the first handler asks for something
 * @param batch how requests are gathered
 * @param cache what is kept of what was read
 * @param refusal why a collection ({@code shop.orders}) must not be written; empty: it may be
 */
public record AccessOptions(
        Supplier<MongoClientSettings> client, Batch batch, Cache cache, Function<String, Optional<String>> refusal) {
    /**
     * How requests are gathered.
     *
     * @param maxSize most documents of one request
     * @param linger how long the first of a batch waits for others, where no request is under way
     */
    public record Batch(int maxSize, Duration linger) {}

    /**
     * What is kept of what was read.
     *
     * @param maxBytes about how much of it
     * @param timeToLive for how long; zero: nothing is kept
     */
    public record Cache(long maxBytes, Duration timeToLive) {}
}
