package io.penstock.processor.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldVersionTest {
    private static int compared(String one, String other) {
        return Integer.signum(new FieldVersion(one).compareTo(new FieldVersion(other)));
    }

    @Test
    void shouldCompareNumbersAsNumbersAndAllElseAsText() {
        assertThat(compared("9", "10")).isNegative();
        assertThat(compared("1.0", "1")).isZero();
        assertThat(compared("2026-11-09", "2026-11-10")).isNegative();
        assertThat(compared("10a", "9a")).isNegative();
    }

    @Test
    void shouldTakeAnyNumberForLowerThanText() {
        assertThat(compared("9", "10a")).isNegative();
        assertThat(compared("10a", "9")).isPositive();
    }

    /** Else a newest version that goes in a circle would make a change stale that is none. */
    @Test
    void shouldBeAnOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            List<FieldVersion> three = IntStream.range(0, 3)
                    .mapToObj(version -> new FieldVersion(text(random)))
                    .toList();
            FieldVersion a = three.get(0);
            FieldVersion b = three.get(1);
            FieldVersion c = three.get(2);

            assertThat(Integer.signum(a.compareTo(b)))
                    .as("seed %d: %s", seed, three)
                    .isEqualTo(-Integer.signum(b.compareTo(a)));
            if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                assertThat(a).as("seed %d: %s", seed, three).isLessThanOrEqualTo(c);
            }
            if (a.equals(b)) {
                assertThat(a).as("seed %d: %s", seed, three).hasSameHashCodeAs(b);
            }
        }
    }

    private static String text(Random random) {
        String signs = "0019a-.e";
        return random.ints(1 + random.nextInt(3), 0, signs.length())
                .mapToObj(at -> signs.substring(at, at + 1))
                .reduce("", String::concat);
    }
}
