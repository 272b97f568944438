package io.penstock.connectors.sink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What a batch of the connector comes to in Kafka. For one thread at a time. */
final class Batch {
    /**
     * A change on its way.
     *
     * @param change what the engine handed over
     * @param record what belongs onto the change's topic
     * @param deadLetter what goes to the dead letters in its place, if it does not fit its topic
     */
    record Outgoing(
            EngineRecord change,
            ProducerRecord<byte[], byte[]> record,
            Optional<ProducerRecord<byte[], byte[]>> deadLetter) {
        ProducerRecord<byte[], byte[]> sent() {
            return deadLetter.orElse(record);
        }
    }

    private final List<Outgoing> changes;
    private @Nullable EngineRecord last;
    private long bytes;

    Batch(int size) {
        this.changes = new ArrayList<>(size);
    }

    void add(Outgoing outgoing) {
        changes.add(outgoing);
        bytes += RecordSize.of(outgoing.record());
        last = outgoing.change();
    }

    /** Takes the offset of a record that goes nowhere: of a heartbeat. */
    void pass(EngineRecord record) {
        last = record;
    }

    /** The same with other records in place of those that were to be sent. */
    Batch with(UnaryOperator<Outgoing> exchange) {
        Batch other = new Batch(changes.size());
        changes.stream().map(exchange).forEach(other::add);
        other.last = last;
        return other;
    }

    List<Outgoing> changes() {
        return changes;
    }

    /** The record whose offset stands for all before it, since the stream is one; empty if there is nothing to keep. */
    Optional<EngineRecord> last() {
        return Optional.ofNullable(last);
    }

    /** Everything that has to be written. */
    List<ProducerRecord<byte[], byte[]>> records(SourceOffsetRecord offsets) {
        return Stream.concat(
                        changes.stream().map(Outgoing::sent),
                        last().map(EngineRecord::origin).map(offsets::of).stream())
                .collect(Collectors.toCollection(() -> new ArrayList<>(changes.size() + 1)));
    }

    long bytes() {
        return bytes;
    }

    /** When its newest change happened. */
    Optional<Instant> newest() {
        return changes.isEmpty()
                ? Optional.empty()
                : changes.get(changes.size() - 1).change().changedAt();
    }
}
