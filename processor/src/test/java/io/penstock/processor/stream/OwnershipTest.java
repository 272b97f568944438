package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OwnershipTest {
    private static final TopicPartition FIRST = new TopicPartition("penstock.commands", 0);
    private static final long NOW = 1_767_225_700_000L;

    private final Ownership ownership = new Ownership(FIRST);
    private final MockConsumer<byte[], byte[]> one = new MockConsumer<>("earliest");
    private final MockConsumer<byte[], byte[]> other = new MockConsumer<>("earliest");

    @Test
    void whoHasThePartitionOwnsIt_untilItGoesOrItsThreadEnds() {
        one.assign(List.of(FIRST));
        other.assign(List.of(new TopicPartition("penstock.commands", 1)));
        ownership.look(one);
        ownership.look(other);
        assertThat(ownership.generation(Set::of, NOW)).isPresent();

        ownership.forget(one);
        assertThat(ownership.generation(Set::of, NOW)).isEmpty();

        other.assign(List.of(FIRST));
        ownership.look(other);
        assertThat(ownership.generation(Set::of, NOW)).isPresent();
        other.assign(List.of());
        ownership.look(other);
        assertThat(ownership.generation(Set::of, NOW)).isEmpty();
    }

    @Test
    void whereNobodyTellsTheSecondCountsInWhichItWasSeenFirst() {
        assertThat(ownership.generation(Set::of, NOW)).isEmpty();
        assertThat(ownership.generation(() -> Set.of("penstock.commands-0"), NOW))
                .hasValue(100);
        assertThat(ownership.generation(() -> Set.of("penstock.commands-0"), NOW + 5_000))
                .hasValue(100);
        assertThat(ownership.generation(Set::of, NOW + 6_000)).isEmpty();
        assertThat(ownership.generation(() -> Set.of("penstock.commands-0"), NOW + 7_000))
                .hasValue(107);
    }
}
