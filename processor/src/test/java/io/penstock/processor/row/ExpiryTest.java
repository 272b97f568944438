package io.penstock.processor.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private final MemoryRows rows = new MemoryRows();
    private final Map<String, Long> deadlines = new HashMap<>();
    private final Expiry expiry = new Expiry(rows, key -> {
        Long deadline = deadlines.get(new String(key, UTF_8));
        return deadline == null ? OptionalLong.empty() : OptionalLong.of(deadline);
    });

    private void row(String key, long deadline) {
        rows.put(key.getBytes(UTF_8), new byte[] {1});
        deadlines.put(key, deadline);
        expiry.remind(deadline, key.getBytes(UTF_8));
    }

    private boolean isThere(String key) {
        return rows.get(key.getBytes(UTF_8)).isPresent();
    }

    @Test
    void shouldRemoveARowWhenItsTimeIsOverAndNotBefore() {
        row("a", 100);
        row("b", 200);

        expiry.advance(99);
        assertThat(isThere("a")).isTrue();

        expiry.advance(100);
        assertThat(isThere("a")).isFalse();
        assertThat(isThere("b")).isTrue();
    }

    @Test
    void shouldKeepARowWhoseDeadlineHasMoved_andLookAtItAgainThen() {
        row("a", 100);
        deadlines.put("a", 300L);

        expiry.advance(200);
        assertThat(isThere("a")).isTrue();

        expiry.advance(300);
        assertThat(isThere("a")).isFalse();
        assertThat(rows.size()).isZero();
    }

    @Test
    void shouldSeeAReminderThatIsEarlierThanThoseItHasHandled() {
        row("a", 500);
        expiry.advance(600);
        row("b", 100);

        expiry.advance(601);

        assertThat(isThere("b")).isFalse();
    }

    @Test
    void shouldTouchNoRowThatIsNotDue() {
        for (int i = 0; i < 1000; i++) {
            row("row" + i, 1_000_000 + i);
        }
        expiry.advance(5);
        int before = rows.visited();

        for (int i = 0; i < 1000; i++) {
            expiry.advance(10 + i);
        }

        assertThat(rows.visited()).isEqualTo(before);
    }

    @Test
    void shouldRemoveAllThatIsDueAndNothingElse_whateverTheOrder() {
        long seed = System.nanoTime();
        System.out.println("ExpiryTest seed " + seed);
        Random random = new Random(seed);
        long now = 0;
        for (int step = 0; step < 2_000; step++) {
            now += random.nextInt(10);
            row("row" + random.nextInt(300), now + 1 + random.nextInt(200));
            expiry.advance(now);
        }
        for (int i = 0; i < 100; i++) {
            expiry.advance(now);
        }

        for (Map.Entry<String, Long> row : deadlines.entrySet()) {
            assertThat(isThere(row.getKey())).as(row.getKey()).isEqualTo(row.getValue() > now);
        }
    }
}
