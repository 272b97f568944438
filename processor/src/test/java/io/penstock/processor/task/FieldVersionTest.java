package io.penstock.processor.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldVersionTest {
    @Test
    void shouldCompareNumbersAsNumbersAndAllElseAsText() {
        assertThat(FieldVersion.ofNumber("9")).isLessThan(FieldVersion.ofNumber("10"));
        assertThat(FieldVersion.ofNumber("1.0")).isEqualTo(FieldVersion.ofNumber("1"));
        assertThat(FieldVersion.ofNumber("9.9E+30")).isLessThan(FieldVersion.ofNumber("1E+31"));
        assertThat(FieldVersion.ofText("2026-11-09")).isLessThan(FieldVersion.ofText("2026-11-10"));
        assertThat(FieldVersion.ofText("10a")).isLessThan(FieldVersion.ofText("9a"));
    }

    /** Of a counter in hexadecimal digits, padded with zeros, and of ObjectIds: they grow, and some read like numbers. */
    @Test
    void shouldTakeDigitsInATextForText() {
        assertThat(FieldVersion.ofText("0000000f")).isLessThan(FieldVersion.ofText("00000010"));
        assertThat(FieldVersion.ofText("65a1b2c31234567890000001"))
                .isLessThan(FieldVersion.ofText("661234561234567890000002"));
        assertThat(FieldVersion.ofText("10")).isLessThan(FieldVersion.ofText("9"));
        assertThat(FieldVersion.ofText("1.0")).isNotEqualTo(FieldVersion.ofText("1"));
    }

    @Test
    void shouldTakeAnyNumberForLowerThanText() {
        assertThat(FieldVersion.ofNumber("10")).isLessThan(FieldVersion.ofText("9"));
        assertThat(FieldVersion.ofText("10a")).isGreaterThan(FieldVersion.ofNumber("9"));
    }

    /** Which type it had nobody knows any more; whatever comes next must not be lost by it. */
    @Test
    void shouldReadWhatWasStoredWithoutItsType() {
        assertThat(new FieldVersion("9")).isLessThan(FieldVersion.ofNumber("10"));
        assertThat(new FieldVersion("00000010")).isLessThan(FieldVersion.ofText("00000011"));
        assertThat(new FieldVersion("0000000f")).isLessThan(FieldVersion.ofText("00000010"));
        assertThat(new FieldVersion("0000000f")).isEqualTo(FieldVersion.ofText("0000000f"));
        assertThat(new FieldVersion("2026-11-10")).isGreaterThan(FieldVersion.ofText("2026-11-09"));
    }

    @Test
    void shouldBeShownAsItStandsInTheDocument() {
        assertThat(FieldVersion.ofText("00000010").text()).isEqualTo("00000010");
        assertThat(FieldVersion.ofNumber("12.50").text()).isEqualTo("12.50");
    }

    /** Else a newest version that goes in a circle would make a change stale that is none. */
    @Test
    void shouldBeAnOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            List<FieldVersion> three =
                    IntStream.range(0, 3).mapToObj(version -> drawn(random)).toList();
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

    private static FieldVersion drawn(Random random) {
        String text = text(random);
        return switch (random.nextInt(3)) {
            case 0 -> new FieldVersion(text);
            case 1 -> FieldVersion.ofText(text);
            default ->
                FieldVersion.ofNumber(new BigDecimal(random.nextInt(100))
                        .movePointLeft(random.nextInt(2))
                        .toString());
        };
    }

    private static String text(Random random) {
        String signs = "0019a-.e";
        return random.ints(1 + random.nextInt(3), 0, signs.length())
                .mapToObj(at -> signs.substring(at, at + 1))
                .reduce("", String::concat);
    }
}
