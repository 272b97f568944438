package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Content;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.JobSettings.Run;
import io.penstock.settings.JobSettings.Snapshot;
import io.penstock.settings.ProcessingSettings.Ledger;
import io.penstock.settings.ProcessingSettings.Memory;
import io.penstock.settings.ProcessingSettings.TaskEvents;
import io.penstock.settings.Settings;
import io.penstock.settings.SourceSettings;
import io.penstock.settings.SourceSettings.DocumentMode;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import io.penstock.settings.TopicSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        assertThat(job.handler()).isEqualTo(new JobSettings.Handler("document", Execution.INLINE, Map.of()));
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
                    max-attempts: 5
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

        JobSettings job = settings.jobs().get(0);
        assertThat(job.selection().collections()).containsExactly("shop.orders", "shop.orders_*");
        assertThat(job.selection().when()).contains("doc.status == 'paid'");
        assertThat(job.identity().taskId()).contains(JsonPointer.compile("/number"));
        assertThat(job.identity().shardKey()).contains(JsonPointer.compile("/customer/id"));
        assertThat(job.content())
                .isEqualTo(new Content.Parts(List.of(JsonPointer.compile("/items"), JsonPointer.compile("/a~1b"))));
        assertThat(job.run()).isEqualTo(Run.ONCE);
        assertThat(job.work().retry().maxAttempts()).isEqualTo(5);
        assertThat(job.handler().settings())
                .containsOnly(
                        Map.entry("currency", "EUR"),
                        Map.entry("mail.host", "localhost"),
                        Map.entry("mail.ports", "25,587"));
        assertThat(settings.jobs().get(1).content()).isEqualTo(new Content.None());
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
