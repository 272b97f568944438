package io.penstock.processor.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PiecewiseRowsTest {
    private static final int WHOLE = PiecewiseRows.WHOLE_BYTES;
    private static final byte[] KEY = "key".getBytes(UTF_8);
    private static final byte[] SMALL = {1, 2, 3};

    private final Watched below = new Watched();
    private final PiecewiseRows rows = new PiecewiseRows(below);

    /** Counts reads, knows the largest row, and breaks when it is told to. */
    private static final class Watched implements RowStore {
        private final MemoryRows rows = new MemoryRows();
        private int reads;
        private int largest;
        private int writesLeft = Integer.MAX_VALUE;

        @Override
        public Optional<byte[]> get(byte[] key) {
            reads++;
            return rows.get(key);
        }

        @Override
        public void put(byte[] key, byte[] row) {
            write();
            largest = Math.max(largest, row.length);
            rows.put(key, row);
        }

        @Override
        public void delete(byte[] key) {
            write();
            rows.delete(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            rows.scan(from, to, visitor);
        }

        private void write() {
            if (writesLeft-- == 0) {
                throw new IllegalStateException("crash");
            }
        }
    }

    private static byte[] row(int length, int seed) {
        byte[] row = new byte[length];
        new Random(seed).nextBytes(row);
        row[0] = 1;
        return row;
    }

    private static List<byte[]> all(RowStore store) {
        List<byte[]> found = new ArrayList<>();
        store.scan("a".getBytes(UTF_8), "z".getBytes(UTF_8), (key, row) -> {
            found.add(key);
            found.add(row);
            return true;
        });
        return found;
    }

    @Test
    void shouldGiveBackALargeRow_ofWhichNoPieceIsLarge() {
        for (int length : new int[] {WHOLE, WHOLE + 1, 2 * WHOLE, 5 * WHOLE - 1}) {
            byte[] row = row(length, length);
            rows.put(KEY, row);

            assertThat(rows.get(KEY)).hasValue(row);
            assertThat(all(rows)).containsExactly(KEY, row);
            // Whoever has the store next.
            assertThat(new PiecewiseRows(below).get(KEY)).hasValue(row);
        }
        assertThat(below.largest).isEqualTo(WHOLE);
    }

    @Test
    void shouldLeaveNothingOfARowThatIsDeleted_alsoByWhoeverHasTheStoreNext() {
        rows.put(KEY, row(3 * WHOLE, 1));

        new PiecewiseRows(below).delete(KEY);

        assertThat(below.rows.size()).isZero();
    }

    @Test
    void shouldNotLookForPieces_whereNoneWasEverWritten() {
        for (int i = 0; i < 100; i++) {
            rows.put(KEY, SMALL);
            rows.delete(KEY);
        }
        assertThat(below.reads).isZero();
    }

    @Test
    void shouldBeOneStoreWithOrWithoutPieces() {
        long seed = System.nanoTime();
        System.out.println("PiecewiseRowsTest: seed " + seed);
        Random random = new Random(seed);
        MemoryRows expected = new MemoryRows();
        RowStore tested = rows;
        for (int step = 0; step < 1_000; step++) {
            byte[] key = {(byte) ('b' + random.nextInt(8))};
            switch (random.nextInt(5)) {
                case 0 -> {
                    tested.delete(key);
                    expected.delete(key);
                }
                case 1 -> tested = new PiecewiseRows(below);
                default -> {
                    byte[] row = row(1 + random.nextInt(random.nextBoolean() ? 100 : 3 * WHOLE), step);
                    tested.put(key, row);
                    expected.put(key, row);
                }
            }
            assertThat(tested.get(key).map(Arrays::hashCode))
                    .isEqualTo(expected.get(key).map(Arrays::hashCode));
        }
        assertThat(all(tested)).containsExactlyElementsOf(all(expected));
        for (byte letter = 'b'; letter < 'b' + 8; letter++) {
            tested.delete(new byte[] {letter});
        }
        assertThat(below.rows.size()).as("seed %d", seed).isZero();
    }

    @Test
    void shouldHaveTheRowAsItWasOrAsItIsToBe_whereverACrashHappens() {
        byte[] before = row(2 * WHOLE + 7, 1);
        byte[] after = row(3 * WHOLE + 7, 2);
        rows.put(KEY, before);
        int writes = 4 + 1 + 3;
        for (int left = 0; left < writes; left++) {
            below.writesLeft = left;
            assertThatThrownBy(() -> rows.put(KEY, after)).hasMessage("crash");
            below.writesLeft = Integer.MAX_VALUE;
            assertThat(new PiecewiseRows(below).get(KEY)).hasValue(left < 5 ? before : after);
            rows.put(KEY, before);
        }
        below.writesLeft = writes;
        rows.put(KEY, after);
        assertThat(rows.get(KEY)).hasValue(after);
    }
}
