package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.api.Outcome;
import io.penstock.embedded.kafka.LoopbackPorts;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.processor.governing.Governed;
import io.penstock.processor.governing.Governing;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.ProcessorFixture;
import io.penstock.processor.testing.ScriptedHandler;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.records.Ruling;
import io.penstock.settings.GovernorSettings;
import io.penstock.settings.GovernorSettings.SignalSettings;
import io.penstock.settings.Settings;
import io.penstock.settings.SignalOrigin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that give way to a foreground: a real broker, and a database that the probe reads. */
class GovernedIT {
    private static final double FLOOR = 1;
    private static final double CEILING = 12;

    @TempDir
    Path folder;

    private ProcessorFixture fixture;
    private MongoStandIn mongodb;

    @BeforeEach
    void start() {
        fixture = new ProcessorFixture(folder);
        // It comes back to its port, which nobody else may have meanwhile.
        mongodb = MongoStandIn.start(StandInOptions.defaults().withPort(LoopbackPorts.choose()));
    }

    @AfterEach
    void stop() {
        mongodb.close();
        fixture.close();
    }

    private Settings governed(Settings settings) {
        SignalSettings probe = new SignalSettings(
                "probe",
                0.9,
                // Far from what a busy machine takes for a read, and less than a read without an answer waits.
                Duration.ofMillis(800),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Optional.of(new SignalOrigin.Probe("shop.orders", 50)));
        return TestSettings.governed(settings, mongodb.uri(), new GovernorSettings(FLOOR, CEILING, List.of(probe)));
    }

    private App run(String state) {
        return fixture.run(
                state,
                this::governed,
                TestJob.named("index")
                        .shardKey("/customer")
                        .handler(ScriptedHandler.class)
                        .queued("max-attempts: 1"));
    }

    private static Governed now(App app) {
        return app.governing().flatMap(Governing::governed).orElseThrow();
    }

    private static Predicate<App> hears(Predicate<Ruling> what) {
        return app -> now(app).hears() && now(app).ruling().filter(what).isPresent();
    }

    private void tell(int from, int to) throws Exception {
        fixture.tell(IntStream.rangeClosed(from, to)
                .mapToObj(id -> Change.insert(id, 10 + id, "\"n\": 1, \"customer\": \"c%d\"".formatted(id)))
                .toArray(Change[]::new));
    }

    @Test
    void shouldGiveWayTogether_andGoOnWithoutTheOneThatDecided() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ScriptedHandler.script((task, context) -> {
            // Work that takes a while, until the test has seen enough.
            boolean over = end.await(1, TimeUnit.SECONDS);
            return Outcome.succeeded(over);
        });
        int tasks = 3_000;
        try (App first = run("one");
                App second = run("two")) {
            tell(1, tasks);
            await().atMost(ProcessorFixture.PATIENCE).untilAsserted(() -> {
                assertThat(List.of(first, second))
                        .allMatch(hears(
                                ruling -> ruling.limit() > 6 && ruling.shares().size() == 2));
                assertThat(now(first).inUse() + now(second).inUse()).isGreaterThan(4);
                assertThat(now(first).owner()).isNotEqualTo(now(second).owner());
            });
            Ruling decided = ruling(first);
            assertThat(decided.shares().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isLessThanOrEqualTo(decided.limit() + 1e-6);

            int port = mongodb.port();
            mongodb.close();

            await().atMost(ProcessorFixture.PATIENCE).untilAsserted(() -> {
                assertThat(now(first).share() + now(second).share()).isLessThanOrEqualTo(FLOOR);
                assertThat(ruling(first).standing().reason()).contains("probe");
            });

            mongodb = MongoStandIn.start(StandInOptions.defaults().withPort(port));
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> now(first).share() + now(second).share() > 2 * FLOOR);

            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> now(first).owner() != now(second).owner());
            App owner = now(first).owner() ? first : second;
            App other = owner == first ? second : first;
            owner.close();

            await().atMost(ProcessorFixture.PATIENCE).untilAsserted(() -> {
                assertThat(now(other).owner()).isTrue();
                assertThat(other)
                        .matches(hears(ruling ->
                                ruling.author().instance().equals(now(other).instance())));
            });
            end.countDown();
            fixture.awaitResults(tasks);
        }
    }

    private static Ruling ruling(App app) {
        return now(app).ruling().orElseThrow();
    }

    @Test
    void shouldSayNothingAtRest() throws Exception {
        ScriptedHandler.script((task, context) -> Outcome.succeeded());
        try (App app = run("one")) {
            tell(1, 1);
            fixture.awaitResults(1);
            fixture.awaitAtRest();
            fixture.awaitNothingNew("penstock.governor");
            await().atMost(ProcessorFixture.PATIENCE).until(() -> now(app).owner() && now(app).share() == FLOOR);

            tell(2, 40);
            fixture.awaitResults(40);
        }
    }
}
