package io.penstock.settings.file;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.records.EnumText;
import io.penstock.settings.CollectionPattern;
import io.penstock.settings.SignalOrigin.Meaning;
import io.penstock.settings.SignalOrigin.Operations;
import io.penstock.settings.SignalOrigin.Unit;
import io.penstock.settings.WorkSettings.Tier;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the section {@code governor}. */
final class GovernorKeys {
    static final String GOVERNOR = "governor";

    /** Key of the section under which the list of signals stands. */
    static final String SIGNALS = "signals";

    static final Key<Double> FLOOR = Key.withDefault("floor", Words.number("0", "100000"), "1");
    static final Key<Double> CEILING = Key.withDefault("ceiling", Words.number("0.01", "100000"), "100");

    static final Key<String> NAME =
            Key.required("name", Words.name("1 to 100 of the characters a-z, 0-9 and '-'", "[a-z0-9-]{1,100}"));
    static final Key<Duration> P95 = Key.free("p95", Words.duration("1ms", "1h"));
    static final Key<Duration> P99 = Key.free("p99", Words.duration("1ms", "1h"));
    static final Key<Duration> P999 = Key.free("p999", Words.duration("1ms", "1h"));
    static final Key<Duration> WINDOW = Key.withDefault("window", Words.duration("1s", "1h"), "10s");
    static final Key<Duration> SILENCE = Key.withDefault("silence", Words.duration("500ms", "1h"), "5s");

    static final String PROBE = "probe";
    static final String SERVER_STATUS = "server-status";
    static final String REPLICATION_LAG = "replication-lag";
    static final String TOPIC = "topic";
    static final String HTTP = "http";
    static final String PROMETHEUS = "prometheus";

    /** Key of an origin that is asked over HTTP under which the headers of its requests stand. */
    static final String HEADERS = "headers";

    static final Key<CollectionPattern> COLLECTION = Key.required("collection", oneCollection());
    static final Key<Integer> RATE = Key.withDefault("rate", perSecond(), "200/s");
    static final Key<Duration> INTERVAL = Key.withDefault("interval", Words.duration("100ms", "1h"), "1s");
    static final Key<Operations> OPERATIONS = Key.withDefault("operations", Words.oneOf(Operations.class), "slower");
    static final Key<String> TOPIC_NAME =
            Key.required("name", Words.name("1 to 249 letters, digits, '.', '_' or '-'", "[a-zA-Z0-9._-]{1,249}"));
    static final Key<JsonPointer> VALUE = Key.withDefault("value", Words.pointer(), "/latency");
    static final Key<Unit> UNIT = Key.withDefault("unit", Words.oneOf(Unit.class), "ms");
    static final Key<Meaning> TOPIC_AS = Key.withDefault("as", Words.oneOf(Meaning.class), "latency");
    static final Key<Meaning> HTTP_AS = Key.withDefault("as", Words.oneOf(Meaning.class), "reading");
    static final Key<URI> URL = Key.required("url", new WebAddress());
    static final Key<Duration> TIMEOUT = Key.withDefault("timeout", Words.duration("10ms", "1m"), "2s");
    static final Key<String> QUERY = Key.required("query", Words.text());
    static final Key<Unit> PROMETHEUS_UNIT = Key.withDefault("unit", Words.oneOf(Unit.class), "s");
    static final Key<Duration> PROMETHEUS_INTERVAL = Key.withDefault("interval", Words.duration("100ms", "1h"), "2s");

    /** Key of the section under which the tiers stand. */
    static final String TIERS = "tiers";

    static final Map<Tier, TierKeys> TIER_KEYS = Map.of(
            Tier.CRITICAL, TierKeys.of("0.5", "8", "100ms"),
            Tier.NORMAL, TierKeys.of("0.3", "4", "5s"),
            Tier.BULK, TierKeys.of("0.1", "1", "30s"));

    /** The keys of one tier, with its defaults. */
    record TierKeys(Key<Double> guaranteed, Key<Double> weight, Key<Duration> patience) {
        private static TierKeys of(String guaranteed, String weight, String patience) {
            return new TierKeys(
                    Key.withDefault("guaranteed", Words.number("0", "1"), guaranteed),
                    Key.withDefault("weight", Words.number("0.01", "1000"), weight),
                    Key.withDefault("patience", Words.duration("10ms", "1d"), patience));
        }

        List<Key<?>> all() {
            return List.of(guaranteed, weight, patience);
        }
    }

    static final List<Key<?>> KEYS = List.of(FLOOR, CEILING);
    static final List<Key<?>> SIGNAL_KEYS = List.of(NAME, P95, P99, P999, WINDOW, SILENCE);

    /** The keys that are an objective, with the quantile that each means. */
    static final Map<Key<Duration>, Double> OBJECTIVES = Map.of(P95, 0.95, P99, 0.99, P999, 0.999);

    /** The sections of a signal that say where it comes from, with their keys. */
    static final Map<String, List<Key<?>>> ORIGINS = Map.of(
            PROBE,
            List.of(COLLECTION, RATE),
            SERVER_STATUS,
            List.of(INTERVAL, OPERATIONS),
            REPLICATION_LAG,
            List.of(INTERVAL),
            TOPIC,
            List.of(TOPIC_NAME, VALUE, UNIT, TOPIC_AS),
            HTTP,
            List.of(URL, INTERVAL, TIMEOUT, VALUE, UNIT, HTTP_AS),
            PROMETHEUS,
            List.of(URL, QUERY, PROMETHEUS_INTERVAL, TIMEOUT, PROMETHEUS_UNIT));

    /** Where a signal holds headers, with their paths in the file. */
    static final List<String> HEADERS_PATHS = Stream.of(HTTP, PROMETHEUS)
            .map(origin -> GOVERNOR + "." + SIGNALS + "[]." + origin + "." + HEADERS)
            .toList();

    private GovernorKeys() {}

    /** The names of what a section that says where a signal comes from may hold. */
    static List<String> names(String origin) {
        Stream<String> headers = origin.equals(HTTP) || origin.equals(PROMETHEUS) ? Stream.of(HEADERS) : Stream.of();
        return Stream.concat(ORIGINS.getOrDefault(origin, List.of()).stream().map(Key::name), headers)
                .toList();
    }

    private static Word<CollectionPattern> oneCollection() {
        Word<CollectionPattern> any = Words.collection();
        return new Word<>(
                "a collection with its database, such as shop.orders",
                text -> any.parser().apply(text).filter(CollectionPattern::isLiteral),
                text -> text.indexOf('*') < 0
                        ? any.advice().apply(text)
                        : Optional.of("a probe reads one collection: a pattern is none"));
    }

    private static Word<Integer> perSecond() {
        Word<Integer> count = Words.wholeNumber(1, 1_000);
        return new Word<>(
                "a rate from 1/s to 1000/s, such as 200/s",
                text -> text.endsWith("/s")
                        ? count.parser().apply(text.substring(0, text.length() - 2))
                        : Optional.empty(),
                text -> count.parser().apply(text).map(number -> "did you mean '" + number + "/s'?"));
    }

    /** By which the file calls a tier. */
    static String name(Tier tier) {
        return EnumText.of(tier);
    }
}
