package io.penstock.settings.file;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.records.Severity;
import io.penstock.settings.WorkSettings.OnDuplicate;
import io.penstock.settings.WorkSettings.OnLostAttempt;
import io.penstock.settings.WorkSettings.OnRetry;
import io.penstock.settings.WorkSettings.OnUnmatch;
import io.penstock.settings.WorkSettings.Order;
import io.penstock.settings.WorkSettings.Start;
import io.penstock.settings.WorkSettings.Tier;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The keys of a job that say how its tasks wait, run, are tried again and given up. */
final class WorkKeys {
    private static final String LONGEST = "36500d";

    static final Key<Integer> MAX_ATTEMPTS = Key.withDefault("max-attempts", Words.wholeNumber(1, 1_000), "5");

    static final Key<Order> ORDER = Key.withDefault("order", Words.oneOf(Order.class), "shard-key");
    static final Key<OnRetry> ON_RETRY = Key.withDefault("on-retry", Words.oneOf(OnRetry.class), "hold");
    static final Key<JsonPointer> NOT_BEFORE = Key.free("not-before", Words.pointer());
    static final Key<Duration> DELAY = Key.withDefault("delay", Words.duration("0s", LONGEST), "0s");
    static final Key<Duration> TIME_LIMIT = Key.withDefault("time-limit", Words.duration("10ms", LONGEST), "5m");
    static final Key<OnLostAttempt> ON_LOST_ATTEMPT =
            Key.withDefault("on-lost-attempt", Words.oneOf(OnLostAttempt.class), "retry");
    static final Key<Duration> MAX_AGE = Key.free("max-age", Words.duration("1s", LONGEST));
    static final Key<Duration> MAX_HANDLER_TIME = Key.free("max-handler-time", Words.duration("10ms", LONGEST));
    static final Key<Start> START = Key.withDefault("start", Words.oneOf(Start.class), "speculative");
    static final Key<Tier> TIER = Key.withDefault("tier", Words.oneOf(Tier.class), "normal");
    static final Key<Rate> RATE = Key.free("rate", Rate.word("1d", "20/s"));
    static final Key<Boolean> INTERRUPTIBLE = Key.withDefault("interruptible", Words.either("false", "true"), "false");
    static final Key<Boolean> COALESCE = Key.withDefault("coalesce", Words.either("none", "latest"), "none");
    static final Key<Boolean> CANCEL_RUNNING =
            Key.withDefault("cancel-running", Words.either("false", "true"), "false");
    static final Key<OnUnmatch> ON_UNMATCH = Key.withDefault("on-unmatch", Words.oneOf(OnUnmatch.class), "ignore");
    static final Key<OnDuplicate> ON_DUPLICATE =
            Key.withDefault("on-duplicate", Words.oneOf(OnDuplicate.class), "drop");

    static final Key<Duration> INITIAL = Key.withDefault("initial", Words.duration("1ms", LONGEST), "1s");
    static final Key<Double> FACTOR = Key.withDefault("factor", Words.number("1", "100"), "2");
    static final Key<Duration> MAX = Key.withDefault("max", Words.duration("1ms", LONGEST), "10m");
    static final Key<Double> JITTER = Key.withDefault("jitter", Words.number("0", "1"), "0.2");

    static final Key<Integer> AFTER = Key.required("after", Words.wholeNumber(1, 1_000_000));

    static final Key<Double> FAILURES = Key.withDefault("failures", Words.percentage(), "50%");
    static final Key<Integer> WINDOW = Key.withDefault("window", Words.wholeNumber(1, 100_000), "100");
    static final Key<Duration> PAUSE = Key.withDefault("pause", Words.duration("10ms", "1d"), "30s");

    static final Key<Rate> DEAD_LETTERS = Key.required("dead-letters", Rate.word("30d", "10/m"));
    static final Key<Severity> TO = Key.withDefault("to", Words.oneOf(Severity.class), "critical");

    static final Key<Duration> FRESHNESS = Key.free("freshness", Words.duration("1ms", LONGEST));
    static final Key<Double> SUCCESS = Key.withDefault("success", Words.percentage(), "99.9%");
    static final Key<Duration> SLO_WINDOW = Key.withDefault("window", Words.duration("1h", "366d"), "30d");

    static final Key<Long> OPERATIONS = Key.free("operations", Words.count());
    static final Key<Long> DOCUMENTS_READ = Key.free("documents-read", Words.count());
    static final Key<Long> DOCUMENTS_WRITTEN = Key.free("documents-written", Words.count());
    static final Key<Long> BYTES_READ = Key.free("bytes-read", Words.size("1B", "1TB"));
    static final Key<Long> BYTES_WRITTEN = Key.free("bytes-written", Words.size("1B", "1TB"));
    static final Key<Duration> DATABASE_TIME = Key.free("database-time", Words.duration("1ms", LONGEST));

    static final Key<Integer> MAX_SIZE = Key.withDefault("max-size", Words.wholeNumber(1, 100_000), "100");
    static final Key<Duration> LINGER = Key.withDefault("linger", Words.duration("0s", "1m"), "10ms");

    static final Key<URI> URL = Key.required("url", new WebAddress());
    static final Key<Duration> TIMEOUT = Key.withDefault("timeout", Words.duration("10ms", "1d"), "30s");
    static final Key<Integer> CONNECTIONS_PER_HOST =
            Key.withDefault("connections-per-host", Words.wholeNumber(1, 10_000), "16");

    static final String RETRY = "retry";
    static final String QUARANTINE = "quarantine";
    static final String BREAKER = "breaker";
    static final String ESCALATE = "escalate";
    static final String BATCH = "batch";
    static final String SLO = "slo";
    static final String BUDGET = "budget";
    static final String HTTP = "http";

    /** Key of an HTTP handler under which the headers of its requests stand. */
    static final String HEADERS = "headers";

    static final List<Key<?>> RETRY_KEYS = List.of(INITIAL, FACTOR, MAX, JITTER);
    static final List<Key<?>> QUARANTINE_KEYS = List.of(AFTER);
    static final List<Key<?>> BREAKER_KEYS = List.of(FAILURES, WINDOW, PAUSE);
    static final List<Key<?>> ESCALATE_KEYS = List.of(DEAD_LETTERS, TO);
    static final List<Key<?>> BATCH_KEYS = List.of(MAX_SIZE, LINGER);
    static final List<Key<?>> SLO_KEYS = List.of(FRESHNESS, SUCCESS, SLO_WINDOW);
    static final List<Key<?>> BUDGET_KEYS =
            List.of(OPERATIONS, DOCUMENTS_READ, DOCUMENTS_WRITTEN, BYTES_READ, BYTES_WRITTEN, DATABASE_TIME);
    static final List<Key<?>> HTTP_KEYS = List.of(URL, TIMEOUT, CONNECTIONS_PER_HOST);

    /** The keys beside {@link #MAX_ATTEMPTS} that have no keys of their own. */
    private static final List<Key<?>> PLAIN = List.of(
            ORDER,
            ON_RETRY,
            NOT_BEFORE,
            DELAY,
            TIME_LIMIT,
            ON_LOST_ATTEMPT,
            MAX_AGE,
            MAX_HANDLER_TIME,
            START,
            TIER,
            RATE,
            INTERRUPTIBLE,
            COALESCE,
            CANCEL_RUNNING,
            ON_UNMATCH,
            ON_DUPLICATE);

    /** All that have no keys of their own. */
    static final List<Key<?>> KEYS =
            Stream.concat(Stream.of(MAX_ATTEMPTS), PLAIN.stream()).toList();

    /** The sections of a job with their keys. */
    static final Map<String, List<Key<?>>> SECTIONS = Map.of(
            RETRY,
            RETRY_KEYS,
            QUARANTINE,
            QUARANTINE_KEYS,
            BREAKER,
            BREAKER_KEYS,
            ESCALATE,
            ESCALATE_KEYS,
            BATCH,
            BATCH_KEYS,
            SLO,
            SLO_KEYS,
            BUDGET,
            BUDGET_KEYS);

    private WorkKeys() {}

    /** The names of what only a queued job may have. */
    static Stream<String> queuedOnly() {
        return Stream.concat(
                PLAIN.stream().map(Key::name), SECTIONS.keySet().stream().filter(name -> !name.equals(SLO)));
    }

    static List<String> names(List<Key<?>> keys) {
        return keys.stream().map(Key::name).toList();
    }
}
