package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.settings.yaml.LocatedProblem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a queued job cannot say, what contradicts itself, and what an inline job has no use for. */
class QueuedJobProblemsTest {
    @ParameterizedTest(name = "{0}")
    @DisplayName("a value that a queued job cannot have")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        order: fifo                              | 6:12 | 'order' must be 'shard-key' or 'none', and not 'fifo'
        on-retry: yeild                          | 6:15 | did you mean 'yield'?
        quarantine: {after: 0}                   | 6:25 | 'after' must be a whole number from 1 to 1000000
        quarantine: {}                           | 6:5  | the required key 'after' is missing
        quarantine: 5                            | 6:17 | 'quarantine' must be a section with the keys 'after'
        quarantine:                              | 6:16 | 'quarantine' has nothing in it
        retry: {initial: 1}                      | 6:22 | 'initial' must be a duration from 1ms to 36500d
        retry: {factor: 0.9}                     | 6:21 | 'factor' must be a number from 1 to 100, and not '0.9'
        retry: {factor: 1e1}                     | 6:21 | and not '1e1'
        retry: {factor: NaN}                     | 6:21 | and not 'NaN'
        retry: {jitter: 1.1}                     | 6:21 | 'jitter' must be a number from 0 to 1
        retry: {max-attempts: 3}                 | 6:13 | did you mean 'max-attempts' of a job?
        retry: {initial: 2s, max: 1s}            | 6:22 | 'retry.initial' (2s) is the shortest pause and cannot be longer than the longest, 'retry.max' (1s)
        retry: {initial: 11m}                    | 6:22 | the longest, 'retry.max' (10m)
        retry: {max: 500ms}                      | 6:5  | 'retry.initial' (1s) is the shortest pause
        breaker: {failures: 0.5}                 | 6:25 | 'failures' must be a percentage from 1% to 100%, such as 50%, and not '0.5'
        breaker: {failures: 0%}                  | 6:25 | and not '0%'
        breaker: {failures: 100.1%}              | 6:25 | and not '100.1%'
        breaker: {window: 0}                     | 6:23 | 'window' must be a whole number from 1 to 100000
        breaker:                                 | 6:13 | 'breaker' has nothing in it; give it what you mean of its keys 'failures', 'pause', 'window', or take it out
        escalate: {to: critical}                 | 6:5  | the required key 'dead-letters' is missing
        escalate: {dead-letters: 10}             | 6:30 | 'dead-letters' must be a whole number from 1 to 1000000 per a duration from 1s to 30d, such as 10/m or 10 per 1m, and not '10'; did you mean '10/s'?
        escalate: {dead-letters: 0 per 1m}       | 6:30 | and not '0 per 1m'
        escalate: {dead-letters: 10 per 10ms}    | 6:30 | and not '10 per 10ms'
        escalate: {dead-letters: 1 per 1m, to: fatal} | 6:44 | must be 'warning' or 'error' or 'critical'
        rate: 20                                 | 6:11 | 'rate' must be a whole number from 1 to 1000000 per a duration from 1s to 1d, such as 20/s or 20 per 1s, and not '20'; did you mean '20/s'?
        rate: 20/w                               | 6:11 | and not '20/w'
        rate: 0/s                                | 6:11 | and not '0/s'
        rate: 1.5/s                              | 6:11 | and not '1.5/s'
        rate: 20 per 500ms                       | 6:11 | and not '20 per 500ms'
        rate: 1 per 2d                           | 6:11 | and not '1 per 2d'
        rate:                                    | 6:10 | 'rate' has no value
        batch: {max-size: 0}                     | 6:23 | 'max-size' must be a whole number from 1 to 100000
        batch: {linger: 2m}                      | 6:21 | 'linger' must be a duration from 0s to 1m
        not-before: dueDate                      | 6:17 | did you mean '/dueDate'?
        delay: tomorrow                          | 6:12 | 'delay' must be a duration
        time-limit: 0s                           | 6:17 | 'time-limit' must be a duration from 10ms
        max-age: 1m                              | 6:14 | 'time-limit' (5m) is longer than 'max-age' (1m)
        start: comitted                          | 6:12 | did you mean 'committed'?
        coalesce: newest                         | 6:15 | 'coalesce' must be 'none' or 'latest', and not 'newest'
        cancel-running: yes                      | 6:21 | 'cancel-running' must be 'false' or 'true', and not 'yes'
        cancel-running: true                     | 6:21 | 'cancel-running: true' needs 'coalesce: latest'
        on-unmatch: cancel                       | 6:17 | did you mean 'cancel-open'?
        """)
    void shouldBeTold(String line, String place, String message) {
        LocatedProblem problem = onlyProblem("""
                jobs:
                  - name: invoice
                    collection: shop.orders
                    handler: document
                    execution: queued
                    %s
                """.formatted(line));

        assertThat(problem.location()).hasToString(place);
        assertThat(problem.message()).contains(message);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a problem with an HTTP handler")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        http                                     | an endpoint is written {http: {url: ...}}
        "https://host/s3cret"                    | an endpoint is written {http: {url: ...}}
        {}                                       | 'handler' must be the class name of a handler
        {htpp: {url: "http://h"}}                | did you mean 'http'?
        {http: }                                 | 'http' has nothing in it
        {http: {}}                               | the required key 'url' is missing; it is an address
        {http: "http://h"}                       | 'http' must be a section with the keys 'connections-per-host', 'headers', 'timeout', 'url'
        {http: {url: [a]}}                       | 'url' must be an address such as https://invoices.example.com/tasks, with http or https, and not a list
        {http: {url: h/s3cret}}                  | 'url' must be an address
        {http: {url: "ftp://h/s3cret"}}          | 'url' must be an address
        {http: {url: "http:///s3cret"}}          | 'url' must be an address
        {http: {url: "http://h/a b?s3cret"}}     | 'url' must be an address
        {http: {url: "http://h:65536/s3cret"}}   | 'url' must be an address
        {http: {url: "http://user:s3cret@h/"}}   | a user and password go into a header
        {http: {url: "http://h", timeout: 0s}}   | 'timeout' must be a duration from 10ms to 1d
        {http: {url: "http://h", headers: [a]}}  | 'headers' must hold properties
        {http: {url: "http://h", headers: {Host: s3cret}}}            | the header 'Host' is set by Penstock
        {http: {url: "http://h", headers: {idempotency-key: s3cret}}} | the header 'idempotency-key' is set by Penstock
        {http: {url: "http://h", headers: {"a b": s3cret}}}           | 'a b' is no name of a header
        {http: {url: "http://h", headers: {a: "s3cret\\nb: c"}}}    | the header 'a' holds a line break
        {http: {url: "http://h", headers: {a: "s3cret \u0142"}}}     | the header 'a' holds a line break, another control character or a sign beyond ASCII
        {http: {url: "http://h", headers: {a: "s3cret ä"}}}          | the header 'a' holds a line break, another control character or a sign beyond ASCII
        {http: {url: "http://h", headers: {penstock-purpose: s3cret}}} | the header 'penstock-purpose' is set by Penstock
        """)
    void shouldBeToldOfAnHttpHandler(String handler, String message) {
        List<LocatedProblem> problems =
                problems("jobs: [{name: a, collection: b.c, execution: queued, handler: %s}]".formatted(handler));

        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem.message()).contains(message))
                .allSatisfy(problem -> assertThat(problem.message()).doesNotContain("user:"));
    }

    static Stream<String> keysOfQueuedJobs() {
        return WorkKeys.queuedOnly().sorted();
    }

    @ParameterizedTest
    @MethodSource("keysOfQueuedJobs")
    void shouldRefuseOfAnInlineJobWhatOnlyTheQueueCanKeep(String key) {
        Map<String, String> sound = Map.ofEntries(
                Map.entry("batch", "{}"),
                Map.entry("breaker", "{}"),
                Map.entry("budget", "{documents-read: 1}"),
                Map.entry("cancel-running", "false"),
                Map.entry("coalesce", "latest"),
                Map.entry("escalate", "{dead-letters: 1 per 1m}"),
                Map.entry("interruptible", "true"),
                Map.entry("not-before", "/a"),
                Map.entry("on-duplicate", "drop"),
                Map.entry("on-lost-attempt", "hold"),
                Map.entry("on-retry", "yield"),
                Map.entry("on-unmatch", "ignore"),
                Map.entry("order", "none"),
                Map.entry("tier", "bulk"),
                Map.entry("quarantine", "{after: 1}"),
                Map.entry("rate", "20/s"),
                Map.entry("retry", "{factor: 1}"),
                Map.entry("start", "committed"));
        String job = "jobs: [{name: a, collection: b.c, handler: d, execution: %s, %s: %s}]";
        String value = sound.getOrDefault(key, "1h");

        assertThat(onlyProblem(job.formatted("inline", key, value)).message())
                .startsWith("'" + key + "' needs 'execution: queued'");
        assertThat(problems(job.formatted("queued", key, value))).isEmpty();
    }

    @Test
    void shouldTakeMaxAttemptsOfAnInlineJob() {
        assertThat(problems("jobs: [{name: a, collection: b.c, handler: d, execution: inline, max-attempts: 2}]"))
                .isEmpty();
    }

    @Test
    void shouldRefuseAnInlineEndpointAndSayWhy() {
        assertThat(onlyProblem("jobs: [{name: a, collection: b.c, handler: {http: {url: 'http://h'}},"
                                + " execution: inline}]")
                        .message())
                .startsWith("an HTTP handler needs 'execution: queued'")
                .contains("hold up all tasks of its stream thread");
    }

    @Test
    void shouldNotTellOfWhatFollowsFromAnExecutionThatIsNone() {
        assertThat(onlyProblem("jobs: [{name: a, collection: b.c, handler: d, execution: queud, delay: 1h}]")
                        .message())
                .contains("did you mean 'queued'?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        settings: {a: b}        | 'settings' are for a handler of your own
        batch: {max-size: 7}    | 'batch' is for a BatchTaskHandler of your own
        """)
    void shouldRefuseWhatAnEndpointHasNoUseFor(String line, String message) {
        assertThat(onlyProblem("""
                jobs:
                  - name: invoice
                    collection: shop.orders
                    handler: {http: {url: "http://localhost/"}}
                    execution: queued
                    %s
                """.formatted(line)).message()).contains(message);
    }

    @Test
    void shouldLetAnEndpointCompensate() {
        assertThat(problems("jobs: [{name: a, collection: b.c, handler: {http: {url: 'http://h'}},"
                        + " on-unmatch: compensate}]"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time-limit: 1h, max-age: 1h",
                "max-age: 5m",
                "retry: {initial: 1h, max: 1h}",
                "retry: {max: 1s}",
                "delay: 30d, not-before: /dueDate, max-age: 1d",
                "coalesce: latest, cancel-running: true"
            })
    void shouldTakeWhatOnlyLooksLikeAContradiction(String keys) {
        assertThat(problems("jobs: [{name: a, collection: b.c, handler: d, execution: queued, %s}]".formatted(keys)))
                .isEmpty();
    }

    @Test
    void shouldTellOfAnInterruptionForNothing() {
        LocatedProblem problem = onlyProblem("""
                jobs:
                  - name: invoice
                    collection: shop.orders
                    handler: document
                    execution: queued
                    tier: critical
                    interruptible: true
                """);
        assertThat(problem.message()).contains("means nothing with 'tier: critical'");
    }

    @Test
    void shouldTellOfTiersThatAreGuaranteedMoreThanThereIs() {
        LocatedProblem problem = onlyProblem("""
                governor:
                  tiers: {bulk: {guaranteed: 0.4}}
                jobs: [{name: invoice, collection: shop.orders, handler: document}]
                """);
        assertThat(problem.message()).contains("guaranteed 1.2 together");
    }

    @Test
    void shouldTellOfATimeLimitBeyondTheAgeWhereItIsWritten() {
        LocatedProblem problem = onlyProblem(
                "jobs: [{name: a, collection: b.c, handler: d, execution: queued, max-age: 1h, time-limit: 2h}]");

        assertThat(problem.problem().pointer()).isEqualTo("/jobs/0/time-limit");
        assertThat(problem.message()).startsWith("'time-limit' (2h) is longer than 'max-age' (1h)");
    }

    @Test
    void shouldWantOneCommitIntervalAlone() {
        String job = "\njobs: [{name: a, collection: b.c, handler: d}]";

        assertThat(onlyProblem("commit: 1s\nstreams: {commit.interval.ms: 1000}" + job)
                        .message())
                .contains("'commit' and 'commit.interval.ms' of 'streams' say the same");
        assertThat(problems("streams: {commit.interval.ms: 1000}" + job)).isEmpty();
    }

    private static LocatedProblem onlyProblem(String yaml) {
        List<LocatedProblem> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static List<LocatedProblem> problems(String yaml) {
        return SettingsFile.parse(yaml, Map.of()).problems();
    }
}
