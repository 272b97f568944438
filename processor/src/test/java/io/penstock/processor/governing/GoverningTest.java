package io.penstock.processor.governing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.processor.governing.Governing.Host;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.settings.GovernorSettings;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An instance that cannot read the governor's topic when it starts. */
class GoverningTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Settings SETTINGS = TestSettings.governed(
            TestSettings.at("127.0.0.1:1", TestJob.named("index")),
            "mongodb://127.0.0.1:1",
            new GovernorSettings(8, 60, List.of()));

    private final AtomicInteger rounds = new AtomicInteger();
    private final Limited workforce = new Limited();
    private volatile double part;

    @Test
    void shouldTakeOfTheFloorWhatItsPartitionsAreOfAll_andComeRoundMeanwhile() {
        Host host = new Host(
                workforce,
                new WorkTally(Set.of("index")),
                OptionalInt::empty,
                () -> part,
                () -> {
                    throw new IllegalStateException("The topic is away");
                },
                rounds::incrementAndGet);
        try (Governing governing = Governing.of(SETTINGS, "a", host, List::of).orElseThrow()) {
            part = 0.25;
            governing.start();
            await().atMost(PATIENCE).until(() -> workforce.limit == 2);

            // Another instance is gone, and its partitions have come here.
            part = 0.5;
            await().atMost(PATIENCE).until(() -> workforce.limit == 4);
            assertThat(rounds).hasValueGreaterThanOrEqualTo(2);
        }
    }

    private static final class Limited implements Workforce {
        private volatile double limit = Double.NaN;

        @Override
        public double demand() {
            return 1;
        }

        @Override
        public double running() {
            return 0;
        }

        @Override
        public void limit(double share) {
            limit = share;
        }

        @Override
        public void part(OptionalDouble mine) {}
    }
}
