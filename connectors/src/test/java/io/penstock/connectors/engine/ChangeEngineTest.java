package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.connectors.testing.SettingsFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangeEngineTest {
    @Test
    void should_come_round_while_it_waits_for_what_is_away() {
        SettingsFixture settings = SettingsFixture.watching("shop.orders")
                .withKafka("default.api.timeout.ms", "200")
                .withKafka("request.timeout.ms", "100");
        AtomicInteger rounds = new AtomicInteger();
        EngineListener counting = new EngineListener() {
            @Override
            public void round() {
                rounds.incrementAndGet();
            }
        };

        try (ChangeEngine engine = new ChangeEngine(settings.settings(), counting, InstantSource.system())) {
            engine.start();

            await().atMost(Duration.ofMinutes(1)).until(() -> rounds.get() > 3);
            assertThat(engine.state().ended()).isFalse();
        }
    }

    @Test
    void should_tell_that_it_has_ended_by_what_it_does_not_expect() {
        SettingsFixture settings = SettingsFixture.watching("shop.orders")
                .withKafka("default.api.timeout.ms", "200")
                .withKafka("request.timeout.ms", "100");
        EngineListener broken = new EngineListener() {
            @Override
            public void restarting(String reason, Duration pause) {
                throw new IllegalStateException("mongodb://watcher:s3cr3tword@db is broken");
            }
        };

        try (ChangeEngine engine = new ChangeEngine(settings.settings(), broken, InstantSource.system())) {
            engine.start();

            await().atMost(Duration.ofMinutes(1)).until(() -> engine.state().ended());
            assertThat(engine.state())
                    .isInstanceOfSatisfying(
                            EngineState.Failed.class,
                            failed -> assertThat(failed.reason())
                                    .contains("is broken")
                                    .doesNotContain("s3cr3tword"));
        }
    }
}
