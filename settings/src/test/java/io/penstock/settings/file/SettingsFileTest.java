package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.records.Severity;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Batch;
import io.penstock.settings.JobSettings.Content;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.JobSettings.HttpEndpoint;
import io.penstock.settings.JobSettings.Run;
import io.penstock.settings.JobSettings.Snapshot;
import io.penstock.settings.ProcessingSettings;
import io.penstock.settings.ProcessingSettings.Commit;
import io.penstock.settings.ProcessingSettings.Dispatch;
import io.penstock.settings.ProcessingSettings.Ledger;
import io.penstock.settings.ProcessingSettings.Memory;
import io.penstock.settings.ProcessingSettings.TaskEvents;
import io.penstock.settings.Settings;
import io.penstock.settings.SourceSettings;
import io.penstock.settings.SourceSettings.DocumentMode;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import io.penstock.settings.TierSettings;
import io.penstock.settings.TopicSettings;
import io.penstock.settings.WorkSettings;
import io.penstock.settings.WorkSettings.Breaker;
import io.penstock.settings.WorkSettings.Escalation;
import io.penstock.settings.WorkSettings.Lane;
import io.penstock.settings.WorkSettings.Late;
import io.penstock.settings.WorkSettings.Limits;
import io.penstock.settings.WorkSettings.OnDuplicate;
import io.penstock.settings.WorkSettings.OnLostAttempt;
import io.penstock.settings.WorkSettings.OnRetry;
import io.penstock.settings.WorkSettings.OnUnmatch;
import io.penstock.settings.WorkSettings.Order;
import io.penstock.settings.WorkSettings.Retry;
import io.penstock.settings.WorkSettings.Schedule;
import io.penstock.settings.WorkSettings.Start;
import io.penstock.settings.WorkSettings.Tier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @Test
    void shouldFillInEveryDefault() {
        Settings settings = read("""
                jobs:
                  - name: invoice
                    collection: shop.orders
                    handler: document
                """);

        assertThat(settings.application()).isEqualTo("penstock");
        assertThat(settings.source())
                .isEqualTo(new SourceSettings("penstock", DocumentMode.LOOKUP, OnHistoryLost.FAIL));
        assertThat(settings.topics()).isEqualTo(new TopicSettings(6, (short) 1, Duration.ofDays(7), 20 * 1024 * 1024));
        assertThat(settings.broker().data()).isEqualTo(Path.of("data", "broker"));
        assertThat(settings.broker().port()).isZero();
        assertThat(settings.processing().taskEvents()).isEqualTo(TaskEvents.PROBLEMS);
        assertThat(settings.processing().handlers()).isEqualTo(Path.of("handlers"));
        assertThat(settings.processing().ledger()).isEqualTo(new Ledger(Duration.ofDays(7), Optional.empty()));
        assertThat(settings.processing().memory()).isEqualTo(new Memory(256L << 20, 96L << 20));
        assertThat(settings.connections().kafka()).isEmpty();

        JobSettings job = settings.jobs().get(0);
        assertThat(job.selection().collections()).containsExactly("shop.orders");
        assertThat(job.selection().when()).isEmpty();
        assertThat(job.selection().snapshot()).isEqualTo(Snapshot.PROCESS);
        assertThat(job.identity().taskId()).isEmpty();
        assertThat(job.content()).isEqualTo(new Content.Whole());
        assertThat(job.run()).isEqualTo(Run.EVERY_VERSION);
        assertThat(job.handler()).isEqualTo(new JobSettings.Handler("document", Execution.QUEUED, Map.of()));
        assertThat(settings.processing().dispatch())
                .isEqualTo(new Dispatch(100, Duration.ofSeconds(5), new Commit.Adaptive()));
        assertThat(job.work())
                .isEqualTo(new WorkSettings(
                        new Lane(Order.SHARD_KEY, OnRetry.HOLD, OptionalInt.empty()),
                        new Retry(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(10), 0.2),
                        new Schedule(Optional.empty(), Duration.ZERO),
                        new Limits(
                                Duration.ofMinutes(5),
                                OnLostAttempt.RETRY,
                                Optional.empty(),
                                Optional.empty(),
                                Start.SPECULATIVE),
                        Optional.empty(),
                        new Late(false, false, OnUnmatch.IGNORE, OnDuplicate.DROP),
                        Optional.empty()));
    }

    @Test
    void shouldReadEveryKey() {
        Settings settings = read("""
                application: shop
                handlers: /opt/handlers
                task-events: all
                source: {prefix: changes, document: post-image, on-history-lost: resnapshot}
                topics: {partitions: 12, replication: "3", retention: 36h, max-record-bytes: 4MB}
                broker: {data: /var/broker, port: 9092}
                ledger: {after-delete: PT48H, retention: 100d}
                memory: {cache: 1GB, write-buffers: 400MB}
                concurrency: 250
                commit: 100ms
                shutdown: {grace: 10s}
                jobs:
                  - name: invoice
                    collection: [shop.orders, "shop.orders_*"]
                    when: "doc.status == 'paid'"
                    task-id: /number
                    version: /version
                    shard-key: /customer/id
                    content: [/items, /a~1b]
                    run: once
                    snapshot: seed
                    handler: com.acme.Invoice
                    execution: inline
                    max-attempts: 7
                    settings: {currency: EUR, mail: {host: localhost, ports: [25, 587]}}
                  - {name: other, collection: shop.orders, content: none, handler: document}
                """);

        assertThat(settings.application()).isEqualTo("shop");
        assertThat(settings.source())
                .isEqualTo(new SourceSettings("changes", DocumentMode.POST_IMAGE, OnHistoryLost.RESNAPSHOT));
        assertThat(settings.topics())
                .isEqualTo(new TopicSettings(12, (short) 3, Duration.ofHours(36), 4 * 1024 * 1024));
        assertThat(settings.broker().port()).isEqualTo(9092);
        assertThat(settings.processing().taskEvents()).isEqualTo(TaskEvents.ALL);
        assertThat(settings.processing().ledger())
                .isEqualTo(new Ledger(Duration.ofDays(2), Optional.of(Duration.ofDays(100))));
        assertThat(settings.processing().memory()).isEqualTo(new Memory(1L << 30, 400L << 20));

        assertThat(settings.processing().dispatch())
                .isEqualTo(new Dispatch(250, Duration.ofSeconds(10), new Commit.Fixed(Duration.ofMillis(100))));

        JobSettings job = settings.jobs().get(0);
        assertThat(job.selection().collections()).containsExactly("shop.orders", "shop.orders_*");
        assertThat(job.selection().when()).contains("doc.status == 'paid'");
        assertThat(job.identity().taskId()).contains(JsonPointer.compile("/number"));
        assertThat(job.identity().shardKey()).contains(JsonPointer.compile("/customer/id"));
        assertThat(job.content())
                .isEqualTo(new Content.Parts(List.of(JsonPointer.compile("/items"), JsonPointer.compile("/a~1b"))));
        assertThat(job.run()).isEqualTo(Run.ONCE);
        assertThat(job.work().retry().maxAttempts()).isEqualTo(7);
        assertThat(job.handler().settings())
                .containsOnly(
                        Map.entry("currency", "EUR"),
                        Map.entry("mail.host", "localhost"),
                        Map.entry("mail.ports", "25,587"));
        assertThat(settings.jobs().get(1).content()).isEqualTo(new Content.None());
    }

    @Test
    void shouldReadEveryKeyOfAQueuedJob() {
        JobSettings job = read("""
                jobs:
                  - name: invoice
                    collection: shop.orders
                    handler: com.acme.Invoice
                    execution: queued
                    batch: {max-size: 50, linger: 0s}
                    order: none
                    on-retry: yield
                    quarantine: {after: 5}
                    max-attempts: 9
                    retry: {initial: 100ms, factor: 1.5, max: 1h, jitter: 0}
                    breaker: {failures: 12.5%, window: 20, pause: 5s}
                    escalate: {dead-letters: 10/m, to: error}
                    rate: 600 per 1m
                    not-before: /dueDate
                    delay: 30d
                    time-limit: 1h
                    on-lost-attempt: hold
                    max-age: 7d
                    max-handler-time: 2h
                    tier: bulk
                    interruptible: true
                    start: committed
                    coalesce: latest
                    cancel-running: true
                    on-unmatch: compensate
                    on-duplicate: emit-result
                """).jobs().get(0);

        assertThat(job.handler())
                .isEqualTo(new JobSettings.Handler(
                        "com.acme.Invoice",
                        Execution.QUEUED,
                        Map.of(),
                        Optional.empty(),
                        Optional.of(new Batch(50, Duration.ZERO))));
        assertThat(job.work())
                .isEqualTo(new WorkSettings(
                        new Lane(Order.NONE, OnRetry.YIELD, OptionalInt.of(5)),
                        new Retry(9, Duration.ofMillis(100), 1.5, Duration.ofHours(1), 0),
                        new Schedule(
                                Optional.of(JsonPointer.compile("/dueDate")),
                                Duration.ofDays(30),
                                Tier.BULK,
                                true,
                                Optional.of(new WorkSettings.Rate(600, Duration.ofMinutes(1)))),
                        new Limits(
                                Duration.ofHours(1),
                                OnLostAttempt.HOLD,
                                Optional.of(Duration.ofDays(7)),
                                Optional.of(Duration.ofHours(2)),
                                Start.COMMITTED),
                        Optional.of(new Breaker(0.125, 20, Duration.ofSeconds(5))),
                        new Late(true, true, OnUnmatch.COMPENSATE, OnDuplicate.EMIT_RESULT),
                        Optional.of(new Escalation(10, Duration.ofMinutes(1), Severity.ERROR))));
    }

    @Test
    void shouldReadWhatTheTiersGet_alsoWithoutAGovernor() {
        ProcessingSettings processing = read("""
                governor:
                  tiers:
                    critical: {guaranteed: 0.25, patience: 50ms}
                    bulk: {weight: 0.5}
                jobs:
                  - {name: other, collection: shop.orders, handler: document, tier: critical}
                """).processing();

        assertThat(processing.governor()).isEmpty();
        assertThat(processing.dispatch().tiers())
                .containsOnly(
                        Map.entry(Tier.CRITICAL, new TierSettings(0.25, 8, Duration.ofMillis(50))),
                        Map.entry(Tier.NORMAL, new TierSettings(0.3, 4, Duration.ofSeconds(5))),
                        Map.entry(Tier.BULK, new TierSettings(0.1, 0.5, Duration.ofSeconds(30))));
    }

    @Test
    void shouldReadAnEndpointAndShowNoneOfItsSecrets() {
        JobSettings.Handler handler = read("""
                jobs:
                  - name: invoice
                    collection: shop.orders
                    handler:
                      http:
                        url: https://invoices.example.com/tasks?key=s3cret
                        headers: {authorization: Bearer s3cret, x-shops: [a, b]}
                        timeout: 2s
                        connections-per-host: 3
                    execution: queued
                """).jobs().get(0).handler();

        assertThat(handler)
                .isEqualTo(new JobSettings.Handler(
                        "http",
                        Execution.QUEUED,
                        Map.of(),
                        Optional.of(new HttpEndpoint(
                                URI.create("https://invoices.example.com/tasks?key=s3cret"),
                                Map.of("authorization", "Bearer s3cret", "x-shops", "a,b"),
                                Duration.ofSeconds(2),
                                3)),
                        Optional.empty()));
        assertThat(handler.toString())
                .contains("https://invoices.example.com/tasks", "authorization")
                .doesNotContain("s3cret");
    }

    @Test
    void shouldTakeEmptySectionsForDefaults() {
        assertThat(read("topics:\nkafka:\nmongodb: {}\n" + ONE_JOB).topics().partitions())
                .isEqualTo(6);
    }

    @Test
    void shouldTellThatAFileIsMissingOrNoText(@TempDir Path directory) throws IOException {
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xC3, (byte) 0x28});

        assertThat(SettingsFile.read(directory.resolve("none.yaml")).problems())
                .singleElement()
                .hasToString("1:1: there is no such file");
        assertThat(SettingsFile.read(directory).problems()).hasSize(1);
        assertThat(SettingsFile.read(binary).problems())
                .singleElement()
                .hasToString("1:1: the file is not UTF-8 text; save it as such");
    }

    @Test
    void shouldReadAFileThatBeginsWithAByteOrderMark(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("bom.yaml"), "\uFEFF" + ONE_JOB);

        assertThat(SettingsFile.read(file, Map.of()).problems()).isEmpty();
    }

    private static final String ONE_JOB = "jobs: [{name: a, collection: shop.orders, handler: document}]\n";

    private static Settings read(String yaml) {
        Reading reading = SettingsFile.parse(yaml, Map.of());
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
        return reading.settings().orElseThrow();
    }
}
