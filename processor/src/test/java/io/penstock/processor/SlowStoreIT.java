package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.processor.stream.StoreWatch;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.ProcessorFixture;
import io.penstock.processor.testing.ScriptedHandler;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.settings.ShutdownBound;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;

/** A process that ends while one of its stores is being opened. */
class SlowStoreIT {
    private final Optional<String> bound = Optional.ofNullable(System.getProperty(ShutdownBound.PROPERTY));

    @BeforeEach
    void waitInVainForASecondOnly() {
        System.setProperty(ShutdownBound.PROPERTY, "1");
    }

    @AfterEach
    void waitAsOthersDo() {
        bound.ifPresentOrElse(
                seconds -> System.setProperty(ShutdownBound.PROPERTY, seconds),
                () -> System.clearProperty(ShutdownBound.PROPERTY));
    }

    @Test
    void shouldKeepTheMemoryOfStores_whileAThreadStillOpensOne(@TempDir Path folder) {
        CompletableFuture<Options> opening = new CompletableFuture<>();
        CountDownLatch goOn = new CountDownLatch(1);
        StoreWatch slow = (store, options) -> {
            opening.complete(options);
            awaitUnmoved(goOn);
        };
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                App app = new App(
                        TestSettings.at(
                                broker.bootstrapServers(),
                                TestJob.named("index").handler(ScriptedHandler.class)),
                        folder.resolve("state"),
                        TaskListener.NONE,
                        slow)) {
            app.start(failure -> {});
            await().atMost(ProcessorFixture.PATIENCE).until(opening::isDone);

            app.close();

            assertThat(opening.join().writeBufferManager().isOwningHandle()).isTrue();
            goOn.countDown();
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> app.stream().state().equals("not-running"));
        } finally {
            goOn.countDown();
        }
    }

    private static void awaitUnmoved(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
