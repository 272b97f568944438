package io.penstock.governor.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.governor.model.Fixed;
import io.penstock.governor.model.Outcome;
import io.penstock.governor.model.Ruled;
import io.penstock.governor.model.Ruled.Ears;
import io.penstock.governor.model.Scenario;
import io.penstock.governor.model.Server;
import io.penstock.governor.model.Sharing;
import io.penstock.governor.model.Simulation;
import io.penstock.governor.model.Simulation.Governed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rule against a server that can be saturated, in virtual time: what it must show. The runs know nothing of each
 * other and keep a core busy each, so they go side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
class ForegroundFirstIT {
    private static final double CEILING = 256;
    private static final double FLOOR = 1;

    private static double alone;
    private static Duration objective;
    private static double best;

    /** Where the limit settles differs from run to run by some percent: what is compared is the mean of several. */
    private static final List<Long> SHARED = Seeds.draw("several instances", 6);

    private static final Map<Long, Double> USED_BY_ONE = new ConcurrentHashMap<>();

    private static double usedByOne(long seed) {
        return USED_BY_ONE.computeIfAbsent(
                seed,
                same -> run(Scenario.steady(same, 240), new Ruled(rule()))
                        .between(40, 240)
                        .throughput());
    }

    static List<Long> seeds(TestInfo test) {
        return Seeds.draw(test.getDisplayName(), 2);
    }

    @BeforeAll
    static void foregroundAloneAndBestStaticLimit() {
        long seed = Seeds.draw("the foreground alone", 1).get(0);
        alone = run(Scenario.steady(seed, 60), new Fixed(0)).p99();
        objective = Duration.ofNanos((long) (1.10 * alone));
        for (int limit = 8; limit <= 32; limit += 2) {
            Outcome outcome = run(Scenario.steady(seed, 30), new Fixed(limit));
            if (outcome.p99() <= 1.10 * alone) {
                best = Math.max(best, outcome.throughput());
            }
        }
        assertThat(best).as("what the best static limit gets done").isPositive();
    }

    @Test
    void withoutLimitsTheForegroundSuffers() {
        Outcome free = run(Scenario.steady(Seeds.draw("no limits", 1).get(0), 20), new Fixed(CEILING));

        assertThat(free.p99()).isGreaterThan(3 * alone);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsTheForegroundAndUsesWhatIsLeft(long seed) {
        Outcome tenMinutes = run(Scenario.steady(seed, 620), new Ruled(rule())).between(20, 620);

        assertThat(tenMinutes.p99()).isLessThanOrEqualTo(1.10 * alone);
        assertThat(tenMinutes.throughput()).isGreaterThanOrEqualTo(0.8 * best);
        assertThat(tenMinutes.variation()).isLessThan(0.2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStepToDoubleAndBack(long seed) {
        Scenario step = Scenario.steady(seed, 260).withForeground(time -> time >= 100 && time < 180 ? 0.8 : 0.4);
        Outcome run = run(step, new Ruled(rule()));
        double before = run.between(40, 100).throughput();

        assertThat(run.between(105, 180).p99())
                .as("objective met again within 5 s, and from then on")
                .isLessThanOrEqualTo(1.2 * alone);
        assertThat(run.between(194, 196).throughput())
                .as("throughput regained within 15 s")
                .isGreaterThanOrEqualTo(0.8 * before);
        assertThat(overshoots(run.between(180, 260))).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 16})
    void severalInstancesTogetherUseWhatOneWould(int instances) {
        List<Integer> skewed = new ArrayList<>();
        for (int instance = 0; instance < instances; instance++) {
            skewed.add(Math.max(1, 64 >> Math.min(instance, 6)));
        }
        double many = 0;
        double one = 0;
        for (long seed : SHARED) {
            Outcome together = run(Scenario.steady(seed, 240).withDemands(skewed), new Sharing(rule(), FLOOR))
                    .between(40, 240);
            many += together.throughput();
            one += usedByOne(seed);

            assertThat(together.p99()).isLessThanOrEqualTo(1.15 * alone);
        }

        assertThat(many).isBetween(0.9 * one, 1.1 * one);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aForegroundThatOscillates(long seed) {
        Scenario waves =
                Scenario.steady(seed, 200).withForeground(time -> 0.4 + 0.2 * Math.sin(2 * Math.PI * time / 40));
        Outcome run = run(waves, new Ruled(rule())).between(40, 200);

        assertThat(run.p99()).isLessThanOrEqualTo(1.25 * alone);
        assertThat(run.throughput()).isGreaterThan(0.5 * best);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aForegroundThatGrowsSlowly(long seed) {
        Scenario slope = Scenario.steady(seed, 240).withForeground(time -> 0.4 + 0.4 * time / 240);
        Outcome run = run(slope, new Ruled(rule()));

        assertThat(run.between(20, 240).p99()).isLessThanOrEqualTo(1.15 * alone);
        assertThat(run.between(220, 240).meanLimit())
                .isLessThan(run.between(40, 60).meanLimit());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aServerThatLosesHalfOfItsCapacity(long seed) {
        Scenario half = Scenario.steady(seed, 240).withSlots(time -> time >= 100 && time < 160 ? 16 : Server.SLOTS);
        double aloneOnHalf = run(Scenario.steady(seed, 30).withSlots(time -> 16), new Fixed(FLOOR))
                .p99();
        Outcome run = run(half, new Ruled(rule()));

        assertThat(run.between(108, 160).p99()).isLessThanOrEqualTo(1.10 * aloneOnHalf);
        assertThat(run.between(190, 240).throughput()).isGreaterThan(0.7 * best);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSignalThatFallsSilentAtTheEdge(long seed) {
        Ears deafFor = (limit, now, latency) -> {
            if (now < 100_000_000_000L || now > 130_000_000_000L) {
                limit.latency("probe", latency);
            }
        };
        Outcome run = run(Scenario.steady(seed, 180), new Ruled(rule(), deafFor));

        assertThat(run.between(125, 130).meanLimit()).isLessThan(2 * FLOOR);
        assertThat(run.between(102, 130).p99()).isLessThanOrEqualTo(1.10 * alone);
        assertThat(run.between(150, 180).throughput()).isGreaterThan(0.7 * best);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSignalThatLiesNowAndThen(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // One in 300 is absurdly slow, one in ten absurdly fast: neither tells of the server.
        Ears liars = (limit, now, latency) -> {
            int dice = random.nextInt(300);
            limit.latency("probe", dice == 0 ? 3_600_000_000_000L : dice < 30 ? 1 : latency);
        };
        Outcome run = run(Scenario.steady(seed, 300), new Ruled(rule(), liars)).between(20, 300);

        assertThat(run.p99()).isLessThanOrEqualTo(1.10 * alone);
        assertThat(run.throughput()).isGreaterThan(0.4 * best);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSignalThatAlwaysSaysThatAllIsWellDoesNotHideWhatTheOtherSees(long seed) {
        BurnLimit rule = new BurnLimit(
                new Bounds(FLOOR, CEILING),
                List.of(probe(), new Signal("rosy", probe().objective(), Duration.ofSeconds(2))));
        Ears rosy = (limit, now, latency) -> {
            limit.latency("probe", latency);
            limit.latency("rosy", 1);
        };
        Outcome run = run(Scenario.steady(seed, 300), new Ruled(rule, rosy)).between(20, 300);

        assertThat(run.p99()).isLessThanOrEqualTo(1.10 * alone);
        assertThat(run.throughput()).isGreaterThan(0.7 * best);
    }

    /** How often the objective was clearly missed, for two seconds in a row. */
    private static int overshoots(Outcome outcome) {
        int count = 0;
        boolean over = false;
        for (int second = outcome.first();
                second + 1 < outcome.first() + outcome.seconds().size();
                second++) {
            boolean now = outcome.between(second, second + 2).p99() > 1.2 * alone;
            if (now && !over) {
                count++;
            }
            over = now;
        }
        return count;
    }

    private static BurnLimit rule() {
        return new BurnLimit(new Bounds(FLOOR, CEILING), List.of(probe()));
    }

    private static Signal probe() {
        return new Signal("probe", new Objective(0.99, objective, Duration.ofSeconds(10)), Duration.ofSeconds(2));
    }

    private static Outcome run(Scenario scenario, Governed governed) {
        return new Simulation(scenario, governed).run();
    }
}
