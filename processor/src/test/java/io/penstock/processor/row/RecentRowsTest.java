package io.penstock.processor.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentRowsTest {
    private static final byte[] KEY = "k".getBytes(UTF_8);
    private static final byte[] ROW = "row".getBytes(UTF_8);
    private static final byte[] NEWER = "newer".getBytes(UTF_8);
    private static final int STEPS = 20_000;

    private final Watched below = new Watched();

    /** Notes what is asked and written. */
    private static final class Watched implements RowStore {
        private final MemoryRows rows = new MemoryRows();
        private final List<String> done = new ArrayList<>();

        @Override
        public Optional<byte[]> get(byte[] key) {
            done.add("get " + new String(key, UTF_8));
            return rows.get(key);
        }

        @Override
        public void put(byte[] key, byte[] row) {
            done.add("put " + new String(key, UTF_8));
            rows.put(key, row);
        }

        @Override
        public void delete(byte[] key) {
            done.add("delete " + new String(key, UTF_8));
            rows.delete(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            rows.scan(from, to, visitor);
        }
    }

    @Test
    void shouldWriteARowOnce_howeverOftenItChangesBeforeItIsFlushed() {
        RecentRows rows = new RecentRows(below);
        rows.put(KEY, ROW);
        rows.put(KEY, NEWER);
        assertThat(rows.get(KEY)).hasValue(NEWER);
        assertThat(below.done).isEmpty();

        rows.flush();
        rows.flush();

        assertThat(below.done).containsExactly("put k");
        assertThat(below.rows.get(KEY)).hasValue(NEWER);
        assertThat(rows.get(KEY)).hasValue(NEWER);
        assertThat(below.done).as("it is at hand").containsExactly("put k");
    }

    @Test
    void shouldAskTheStoreOnce_alsoForWhatItDoesNotHave() {
        RecentRows rows = new RecentRows(below);

        assertThat(rows.get(KEY)).isEmpty();
        assertThat(rows.get(KEY)).isEmpty();

        assertThat(below.done).containsExactly("get k");
    }

    @Test
    void shouldWriteInTheOrderOfTheFirstChanges() {
        RecentRows rows = new RecentRows(below);
        for (String key : List.of("b", "a", "c", "a", "b")) {
            rows.put(key.getBytes(UTF_8), ROW);
        }
        rows.delete("a".getBytes(UTF_8));

        rows.flush();

        assertThat(below.done).containsExactly("put b", "delete a", "put c");
    }

    @Test
    void shouldKeepItsOrder_whereARowIsTooLargeToBeHeldBack() {
        RecentRows rows = new RecentRows(below);
        rows.put("a".getBytes(UTF_8), ROW);
        rows.put(KEY, ROW);
        rows.put(KEY, new byte[64 << 10]);

        assertThat(below.done).containsExactly("put a", "put k", "put k");
        assertThat(rows.get(KEY).orElseThrow()).hasSize(64 << 10);
    }

    @Test
    void shouldLoseNothing_whereThereIsNoRoom() {
        RecentRows rows = new RecentRows(below, 1_000);
        for (int i = 0; i < 100; i++) {
            rows.put(("key " + i).getBytes(UTF_8), ("row " + i).getBytes(UTF_8));
        }

        assertThat(below.rows.size()).as("most are written").isBetween(90, 100);
        for (int i = 0; i < 100; i++) {
            assertThat(rows.get(("key " + i).getBytes(UTF_8))).hasValue(("row " + i).getBytes(UTF_8));
        }
    }

    /** Against a store that does at once what it is told. */
    @Test
    void shouldAnswerAsTheStoreWould() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RecentRows rows = new RecentRows(below, 4_000);
        MemoryRows expected = new MemoryRows();
        for (int step = 0; step < STEPS; step++) {
            byte[] key = {(byte) random.nextInt(3), (byte) random.nextInt(20)};
            String now = "seed " + seed + ", step " + step;
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    byte[] row = new byte[random.nextInt(random.nextInt(50) == 0 ? 20_000 : 300)];
                    random.nextBytes(row);
                    rows.put(key, row);
                    expected.put(key, row);
                }
                case 3 -> {
                    rows.delete(key);
                    expected.delete(key);
                }
                case 4 -> {
                    byte[] to = {(byte) (key[0] + random.nextInt(2)), 127};
                    assertThat(walk(rows, key, to)).as(now).isEqualTo(walk(expected, key, to));
                }
                case 5 -> {
                    if (random.nextInt(20) == 0) {
                        rows.flush();
                        assertThat(below.rows.difference(expected)).as(now).isEmpty();
                    }
                }
                default -> assertThat(rows.get(key)).as(now).isEqualTo(expected.get(key));
            }
        }
    }

    private static List<String> walk(RowStore rows, byte[] from, byte[] to) {
        List<String> seen = new ArrayList<>();
        rows.scan(from, to, (key, row) -> seen.add(new String(key, UTF_8) + row.length) && seen.size() < 10);
        return seen;
    }
}
