package io.penstock.governor.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Property
    void theSumIsTheLimitAndNobodyHasLessThanItsPartOfTheFloor(
            @ForAll @Size(min = 1, max = 20)
                    Map<@StringLength(min = 1, max = 3) String, @DoubleRange(min = 0, max = 500) Double> demands,
            @ForAll @DoubleRange(min = 0, max = 100) double floor,
            @ForAll @DoubleRange(min = 0, max = 100) double above) {
        double limit = floor + above;

        Shares shares = Shares.of(limit, floor, demands);

        assertThat(sum(shares)).isCloseTo(limit, within(1e-6));
        assertThat(shares.parts().keySet()).isEqualTo(demands.keySet());
        assertThat(shares.parts().values())
                .allSatisfy(part -> assertThat(part).isGreaterThanOrEqualTo(floor / demands.size() - 1e-9));
    }

    @Property
    void nobodyGoesShortWhileAnotherHasMoreThanItWantsAndMoreThanItself(
            @ForAll @Size(min = 1, max = 20)
                    Map<@StringLength(min = 1, max = 3) String, @DoubleRange(min = 0, max = 50) Double> demands,
            @ForAll @DoubleRange(min = 0, max = 100) double limit) {
        Shares shares = Shares.of(limit, 0, demands);

        demands.forEach((one, wanted) -> {
            if (part(shares, one) < wanted - 1e-6) {
                demands.forEach((other, othersWanted) ->
                        assertThat(part(shares, other)).isLessThanOrEqualTo(part(shares, one) + 1e-6));
            }
        });
    }

    @Test
    void theModestGetWhatTheyWantAndTheOthersShareTheRest() {
        Shares shares = Shares.of(10, 0, Map.of("a", 1.0, "b", 100.0, "c", 100.0));

        assertThat(shares.parts()).isEqualTo(Map.of("a", 1.0, "b", 4.5, "c", 4.5));
    }

    @Test
    void whatNobodyWantsIsReadyForWhoeverBegins() {
        assertThat(Shares.of(9, 0, Map.of("a", 0.0, "b", 3.0, "c", 0.0)).parts())
                .isEqualTo(Map.of("a", 2.0, "b", 5.0, "c", 2.0));
    }

    @Test
    void partsMayBeBelowOne() {
        assertThat(Shares.of(1, 1, Map.of("a", 5.0, "b", 5.0)).parts()).isEqualTo(Map.of("a", 0.5, "b", 0.5));
    }

    @Test
    void whoHearsNothingFallsToItsPartOfTheFloor() {
        HeardShare share = new HeardShare(2, 8, Duration.ofNanos(100));
        assertThat(share.at(0)).isEqualTo(0.25);

        share.hear(Shares.of(12, 2, Map.of("me", 50.0, "you", 50.0)), "me", 10);
        assertThat(share.at(110)).isEqualTo(6);
        assertThat(share.at(111)).isEqualTo(1);

        share.hear(Shares.of(12, 2, Map.of("you", 50.0)), "me", 200);
        assertThat(share.at(200)).isEqualTo(1);
    }

    private static double sum(Shares shares) {
        return shares.parts().values().stream().mapToDouble(part -> part).sum();
    }

    private static double part(Shares shares, String instance) {
        return shares.parts().getOrDefault(instance, Double.NaN);
    }
}
