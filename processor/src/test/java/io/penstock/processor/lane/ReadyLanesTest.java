package io.penstock.processor.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.lane.ReadyLanes.Ready;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.MemoryRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadyLanesTest {
    private final FoldingRows rows = new FoldingRows(new MemoryRows());
    private final Map<Long, Integer> running = new HashMap<>();
    private ReadyLanes ready = new ReadyLanes(rows, "job");
    private long sequence;

    private void add(int count, String key) {
        for (int i = 0; i < count; i++) {
            sequence++;
            ready.add(LaneKey.ofTask("job", "c", key + "-" + sequence), ReadyLanes.group(key), sequence);
        }
    }

    private Optional<Ready> poll() {
        Optional<Ready> next = ready.poll(group -> running.getOrDefault(group, 0));
        next.ifPresent(lane -> ready.remove(lane.place()));
        return next;
    }

    private long startsUntil(String key) {
        long starts = 1;
        while (poll().orElseThrow().group() != ReadyLanes.group(key)) {
            starts++;
        }
        return starts;
    }

    @Test
    void letsKeysTakeTurns_thoughOneHasFilledTheQueue() {
        add(10_000, "hot");
        assertThat(startsUntil("hot")).isEqualTo(1);
        add(1, "other");
        add(1, "third");
        assertThat(startsUntil("third")).isLessThanOrEqualTo(4);
    }

    @Test
    void letsKeysTakeTurns_alsoAfterARestart() {
        add(10_000, "hot");
        startsUntil("hot");
        startsUntil("hot");
        ready = new ReadyLanes(rows, "job");
        add(1, "other");
        assertThat(startsUntil("other")).isLessThanOrEqualTo(3);
        assertThat(startsUntil("hot")).isEqualTo(1);
    }

    @Test
    void prefersTheKeyThatRunsTheLeast_andLeavesNoPlaceFreeForNobody() {
        add(10, "slow");
        add(3, "fast");
        running.put(ReadyLanes.group("slow"), 5);
        running.put(ReadyLanes.group("fast"), 1);
        for (int i = 0; i < 3; i++) {
            assertThat(poll().orElseThrow().group()).isEqualTo(ReadyLanes.group("fast"));
        }
        assertThat(poll().orElseThrow().group()).isEqualTo(ReadyLanes.group("slow"));
    }

    @Test
    void servesLanesAsTheyCome_whereEachIsAllThatThereIsOfItsKey() {
        for (int i = 1; i <= 1_000; i++) {
            assertThat(ready.add(LaneKey.ofShardKey("job", "k" + i), ReadyLanes.ALONE, i))
                    .isEqualTo(i);
        }
        for (int i = 1; i <= 1_000; i++) {
            assertThat(poll().orElseThrow().place()).isEqualTo(i);
        }
        assertThat(poll()).isEmpty();
        assertThat(ready.mayHaveMore()).isFalse();
    }

    @Test
    void losesNoLaneAndGivesNoneTwice_whateverTheOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<LaneKey> open = new HashSet<>();
        List<LaneKey> given = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(2_000) == 0) {
                ready = new ReadyLanes(rows, "job");
            }
            if (random.nextInt(100) < (i < 10_000 ? 60 : 40)) {
                sequence += 1 + random.nextInt(3) * (1L << 27);
                String key = "key" + random.nextInt(1 + random.nextInt(50));
                LaneKey lane = LaneKey.ofTask("job", "c", key + "-" + i);
                open.add(lane);
                ready.add(lane, ReadyLanes.group(key), sequence);
            } else {
                poll().ifPresent(next -> given.add(next.lane()));
            }
        }
        for (Optional<Ready> next = poll(); next.isPresent(); next = poll()) {
            given.add(next.get().lane());
        }
        assertThat(given).as("seed " + seed).doesNotHaveDuplicates();
        assertThat(Set.copyOf(given)).as("seed " + seed).isEqualTo(open);
    }
}
