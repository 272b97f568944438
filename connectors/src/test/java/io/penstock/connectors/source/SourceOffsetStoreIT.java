package io.penstock.connectors.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.debezium.embedded.EmbeddedWorkerConfig;
import io.penstock.embedded.kafka.EmbeddedBroker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceOffsetStoreIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path data;

    @Test
    void should_stop_while_an_offset_is_on_its_way_to_a_broker_that_is_gone() throws Exception {
        SourceOffsetStore store = new SourceOffsetStore();
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            store.configure(new EmbeddedWorkerConfig(new HashMap<>(Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "offset.storage.topic",
                    "offsets",
                    "offset.storage.partitions",
                    "1",
                    "offset.storage.replication.factor",
                    "1",
                    // Else the producer may forget where the topic is, and not take the write at all.
                    "metadata.recovery.strategy",
                    "none"))));
            store.start();
            write(store, "first").get();
        }
        Future<Void> second = write(store, "second");
        assertThat(second).isNotDone();
        // Connect's own future has no end here, for 0 ms are left to wait.
        assertThatThrownBy(() -> second.get(0, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        Thread stopping = new Thread(store::stop);
        stopping.setDaemon(true);
        stopping.start();

        await().atMost(PATIENCE).until(() -> !stopping.isAlive());
    }

    private static Future<Void> write(SourceOffsetStore store, String offset) {
        return store.set(Map.of(bytes("source"), bytes(offset)), (failure, done) -> {});
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
