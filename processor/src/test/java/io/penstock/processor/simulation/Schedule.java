package io.penstock.processor.simulation;

import io.penstock.processor.partition.AtOnce;
import io.penstock.settings.WorkSettings;
import io.penstock.settings.WorkSettings.Lane;
import io.penstock.settings.WorkSettings.Late;
import io.penstock.settings.WorkSettings.Limits;
import io.penstock.settings.WorkSettings.OnDuplicate;
import io.penstock.settings.WorkSettings.OnLostAttempt;
import io.penstock.settings.WorkSettings.OnRetry;
import io.penstock.settings.WorkSettings.OnUnmatch;
import io.penstock.settings.WorkSettings.Order;
import io.penstock.settings.WorkSettings.Retry;
import io.penstock.settings.WorkSettings.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * What is to happen, from a seed.
 *
 * @param seed makes the same schedule again
 * @param work how the job works
 * @param once whether its task ids are settled for good
 * @param atOnce how much the core may put away in one look; in some schedules less than a document has open versions
 * @param inVain whether all that was given up is tried again at the end, is given up again, and is wanted once more
 * @param actions what happens, in order
 */
record Schedule(long seed, WorkSettings work, boolean once, AtOnce atOnce, boolean inVain, List<Action> actions) {
    static Schedule of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        WorkSettings work = work(random);
        boolean once = random.nextInt(8) == 0;
        int length = 30 + random.nextInt(120);
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            actions.add(Action.random(random));
        }
        boolean inVain = random.nextInt(4) != 0;
        AtOnce atOnce = random.nextInt(3) == 0
                ? new AtOnce(1 + random.nextInt(4), random.nextBoolean() ? 1 : AtOnce.USUAL.bytes())
                : AtOnce.USUAL;
        return new Schedule(seed, work, once, atOnce, inVain, actions);
    }

    Schedule with(List<Action> fewer) {
        return new Schedule(seed, work, once, atOnce, inVain, List.copyOf(fewer));
    }

    private static WorkSettings work(SplittableRandom random) {
        boolean coalesce = random.nextInt(4) == 0;
        return new WorkSettings(
                new Lane(
                        one(random, 4, Order.NONE, Order.SHARD_KEY),
                        one(random, 3, OnRetry.YIELD, OnRetry.HOLD),
                        random.nextInt(2) == 0 ? OptionalInt.of(1 + random.nextInt(2)) : OptionalInt.empty()),
                new Retry(1 + random.nextInt(4), Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0.2),
                new WorkSettings.Schedule(
                        Optional.empty(),
                        random.nextInt(6) == 0 ? Duration.ofSeconds(3) : Duration.ZERO,
                        WorkSettings.Tier.NORMAL,
                        false,
                        random.nextInt(6) == 0
                                ? Optional.of(new WorkSettings.Rate(4, Duration.ofSeconds(1)))
                                : Optional.empty()),
                new Limits(
                        Duration.ofMillis(Checker.TIME_LIMIT),
                        one(random, 3, OnLostAttempt.HOLD, OnLostAttempt.RETRY),
                        random.nextInt(6) == 0 ? Optional.of(Duration.ofSeconds(40)) : Optional.empty(),
                        random.nextInt(8) == 0 ? Optional.of(Duration.ofSeconds(7)) : Optional.empty(),
                        one(random, 5, Start.COMMITTED, Start.SPECULATIVE)),
                random.nextInt(8) == 0
                        ? Optional.of(new WorkSettings.Breaker(0.5, 4, Duration.ofSeconds(2)))
                        : Optional.empty(),
                new Late(
                        coalesce,
                        coalesce && random.nextBoolean(),
                        one(random, 3, OnUnmatch.CANCEL_OPEN, one(random, 2, OnUnmatch.COMPENSATE, OnUnmatch.IGNORE)),
                        one(random, 4, OnDuplicate.DROP, OnDuplicate.EMIT_RESULT)),
                Optional.empty());
    }

    private static <T> T one(SplittableRandom random, int in, T rare, T common) {
        return random.nextInt(in) == 0 ? rare : common;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + (once ? ", once, " : ", ") + (inVain ? "in vain, " : "")
                + atOnce + ", " + work + "\n");
        actions.forEach(action -> text.append("  ")
                .append(action.kind())
                .append(' ')
                .append(action.pick())
                .append('\n'));
        return text.toString();
    }
}
