package io.penstock.connectors.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.base.DefaultQueueProvider;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.util.LoggingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** In Debezium's own queue, which asks it for its size each time it looks. */
class RestingQueueTest {
    private static final int POLLS = 20;

    /** Counts looks, and hands them on. */
    private static final class Counting extends DefaultQueueProvider<DataChangeEvent> {
        private final DefaultQueueProvider<DataChangeEvent> counted;
        private final AtomicInteger looks = new AtomicInteger();

        Counting(DefaultQueueProvider<DataChangeEvent> counted) {
            this.counted = counted;
            counted.configure(Map.of());
        }

        @Override
        public void enqueue(DataChangeEvent event) throws InterruptedException {
            counted.enqueue(event);
        }

        @Override
        public DataChangeEvent poll() throws InterruptedException {
            return counted.poll();
        }

        @Override
        public int size() {
            looks.incrementAndGet();
            return counted.size();
        }
    }

    private static int looksOfVainPolls(Counting provider) throws InterruptedException {
        ChangeEventQueue<DataChangeEvent> queue = queue(provider);
        for (int poll = 0; poll < POLLS; poll++) {
            assertThat(queue.poll()).isEmpty();
        }
        return provider.looks.get();
    }

    private static ChangeEventQueue<DataChangeEvent> queue(Counting provider) {
        return new ChangeEventQueue.Builder<DataChangeEvent>()
                .pollInterval(Duration.ofMillis(10))
                .maxBatchSize(10)
                .maxQueueSize(20)
                .loggingContextSupplier(() -> LoggingContext.forConnector("mongodb", "test", "queue"))
                .queueProvider(provider)
                .build();
    }

    @Test
    void whoPollsInVain_looksAFewTimes() throws Exception {
        int spinning = looksOfVainPolls(new Counting(new DefaultQueueProvider<>()));
        int resting = looksOfVainPolls(new Counting(new RestingQueue<>()));

        assertThat(resting).isLessThan(10 * POLLS).isLessThan(spinning);
    }

    @Test
    void whatIsThere_isHandedOver() throws Exception {
        ChangeEventQueue<DataChangeEvent> queue = queue(new Counting(new RestingQueue<>()));
        List<DataChangeEvent> events = List.of(event("a"), event("b"), event("c"));
        assertThat(queue.poll()).isEmpty();

        for (DataChangeEvent event : events) {
            queue.enqueue(event);
        }

        assertThat(queue.poll()).containsExactlyElementsOf(events);
    }

    private static DataChangeEvent event(String value) {
        return new DataChangeEvent(new SourceRecord(Map.of(), Map.of(), "topic", Schema.STRING_SCHEMA, value));
    }
}
