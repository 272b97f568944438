package io.penstock.governor.tier;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which tier gets the next permit. Of the tiers that have something waiting, the first of these:
 *
 * <ol>
 *   <li><b>aging</b>: one whose oldest task has waited for longer than its patience, but no more often than once in that
 *       time and then the one that is over it by the greatest factor: no tier starves, and none gets more by letting tasks
 *       grow old;
 *   <li><b>guarantee</b>: one that runs less than its guaranteed part of the limit, the most important first. Parts are
 *       rounded up for {@code critical}, to the nearest for {@code normal} and down for {@code bulk}: so when the limit
 *       falls, bulk yields first, and of a limit of one it has nothing but its age;
 *   <li><b>weight</b>: the one that has the least running for its weight.
 * </ol>
 *
 * If there is no room, and a critical task has waited for longer than its patience, a bulk attempt that can be interrupted
 * makes room, else a normal one; but no tier is left with less than its guaranteed part.
 *
 * <p>Threading: for one thread.
 */
public final class Tiers {
    private final Map<Tier, Terms> terms;
    private final Map<Tier, Long> agedAt = new EnumMap<>(Tier.class);

    /**
     * Makes the rule.
     *
     * @param terms of every tier; what they guarantee adds up to no more than 1
     */
    public Tiers(Map<Tier, Terms> terms) {
        this.terms = new EnumMap<>(terms);
        double guaranteed =
                terms.values().stream().mapToDouble(Terms::guaranteed).sum();
        if (terms.size() != Tier.values().length || guaranteed > 1 + 1e-9) {
            throw new IllegalArgumentException(
                    "Every tier needs terms, and they guarantee no more than the whole: " + terms);
        }
    }

    /**
     * What is to happen next. Ask again after doing it.
     *
     * @param places how many attempts may run at once, of all tiers
     * @param loads how each tier stands; one that is missing has nothing
     * @param now the present in nanoseconds, on a clock that never goes back
     */
    public Turn next(int places, Map<Tier, Load> loads, long now) {
        int running = Stream.of(Tier.values())
                .mapToInt(tier -> load(loads, tier).running())
                .sum();
        if (running >= places) {
            return preempt(places, loads);
        }
        Optional<Tier> aged = aged(loads, now);
        aged.ifPresent(tier -> agedAt.put(tier, now));
        return aged.or(() -> guaranteed(places, loads))
                .or(() -> byWeight(loads))
                .<Turn>map(Turn.Start::new)
                .orElseGet(Turn.Wait::new);
    }

    private Turn preempt(int places, Map<Tier, Load> loads) {
        if (impatience(loads, Tier.CRITICAL) > 1) {
            for (Tier victim : new Tier[] {Tier.BULK, Tier.NORMAL}) {
                boolean spares = load(loads, victim).running() > guaranteed(victim, places);
                if (spares && load(loads, victim).interruptible() > 0) {
                    return new Turn.Preempt(victim, Tier.CRITICAL);
                }
            }
        }
        return new Turn.Wait();
    }

    private Optional<Tier> aged(Map<Tier, Load> loads, long now) {
        return waiting(loads)
                .filter(tier -> impatience(loads, tier) > 1)
                .filter(tier -> !agedAt.containsKey(tier)
                        || now - agedAt.get(tier) >= term(tier).patience().toNanos())
                .max(Comparator.comparingDouble(tier -> impatience(loads, tier)));
    }

    private Optional<Tier> guaranteed(int places, Map<Tier, Load> loads) {
        return waiting(loads)
                .filter(tier -> load(loads, tier).running() < guaranteed(tier, places))
                .findFirst();
    }

    private long guaranteed(Tier tier, int places) {
        double part = term(tier).guaranteed() * places;
        return switch (tier) {
            case CRITICAL -> (long) Math.ceil(part);
            case NORMAL -> Math.round(part);
            case BULK -> (long) part;
        };
    }

    private Optional<Tier> byWeight(Map<Tier, Load> loads) {
        return waiting(loads)
                .min(Comparator.comparingDouble(
                        tier -> (load(loads, tier).running() + 1) / term(tier).weight()));
    }

    /** The tiers that have something waiting, the most important first. */
    private static Stream<Tier> waiting(Map<Tier, Load> loads) {
        return Stream.of(Tier.values()).filter(tier -> load(loads, tier).waiting() > 0);
    }

    /** How many times its patience the oldest task of a tier has waited. */
    private double impatience(Map<Tier, Load> loads, Tier tier) {
        Load load = load(loads, tier);
        Duration patience = term(tier).patience();
        return load.waiting() == 0 ? 0 : (double) load.oldest().toNanos() / Math.max(1, patience.toNanos());
    }

    private Terms term(Tier tier) {
        return terms.getOrDefault(tier, DEFAULT);
    }

    private static final Terms DEFAULT = new Terms(0, 1, Duration.ZERO);

    private static Load load(Map<Tier, Load> loads, Tier tier) {
        return loads.getOrDefault(tier, Load.NONE);
    }
}
