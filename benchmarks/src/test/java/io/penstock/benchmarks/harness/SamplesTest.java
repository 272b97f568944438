package io.penstock.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void median_ofAnOddNumber_isTheOneInTheMiddle() {
        assertThat(samples(30, 10, 20).median()).isEqualTo(20);
    }

    @Test
    void median_ofAnEvenNumber_isTheMeanOfTheTwoInTheMiddle() {
        assertThat(samples(40, 10, 20, 30).median()).isEqualTo(25);
    }

    @Test
    void median_isNotMovedByOneRunThatWentWrong() {
        assertThat(samples(100, 101, 1).median()).isEqualTo(100);
    }

    @Test
    void spread_isThePartOfTheMedianBetweenLeastAndGreatest() {
        assertThat(samples(90, 100, 120).spread()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void shouldRefuseToBeEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Samples(List.of()));
    }

    private static Samples samples(double... values) {
        return new Samples(Arrays.stream(values).boxed().toList());
    }
}
