package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstShareTest {
    private final FirstShare share = new FirstShare();

    @Test
    void withPartitions_itIsThere() {
        assertThat(share.isHere(1, () -> List.of(11L), 0)).isTrue();
    }

    @Test
    void withoutPartitions_itWaitsForThoseOfProcessesThatHaveSeveral() {
        assertThat(share.isHere(0, () -> List.of(1L, 2L), 0)).isFalse();
        assertThat(share.isHere(1, () -> List.of(1L, 1L), 1)).isTrue();
    }

    @Test
    void whereEveryOtherHasOneAtMost_thereIsNoneToWaitFor() {
        assertThat(share.isHere(0, () -> List.of(1L, 1L, 0L), 0)).isTrue();
        assertThat(share.isHere(0, List::of, 0)).isTrue();
    }

    @Test
    void afterThreeMinutesWithoutAny_itIsSpare() {
        long minute = Duration.ofMinutes(1).toNanos();
        assertThat(share.isHere(0, () -> List.of(12L), 5)).isFalse();
        assertThat(share.isHere(0, () -> List.of(12L), 5 + 3 * minute)).isFalse();
        assertThat(share.isHere(0, () -> List.of(12L), 6 + 3 * minute)).isTrue();
    }

    @Test
    void theThreeMinutesBeginWhenTheLastPartitionHasGone() {
        long minute = Duration.ofMinutes(1).toNanos();
        assertThat(share.isHere(0, () -> List.of(12L), 0)).isFalse();
        assertThat(share.isHere(3, () -> List.of(9L), 2 * minute)).isTrue();
        assertThat(share.isHere(0, () -> List.of(12L), 4 * minute)).isFalse();
    }
}
