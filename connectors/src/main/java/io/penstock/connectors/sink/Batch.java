package io.penstock.connectors.sink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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
    private final List<ProducerRecord<byte[], byte[]>> notices = new ArrayList<>();
    private @Nullable EngineRecord last;
    private boolean news;
    private boolean endsStream;
    private long bytes;

    Batch(int size) {
        this.changes = new ArrayList<>(size);
    }

    void add(Outgoing outgoing) {
        changes.add(outgoing);
        bytes += RecordSize.of(outgoing.record());
        last = outgoing.change();
        news = true;
    }

    /** Takes the offset of a record that goes nowhere. */
    void pass(EngineRecord record) {
        last = record;
        news = true;
    }

    /** Takes the offset of a heartbeat, which is no news: the next one has a newer. */
    void heartbeat(EngineRecord record) {
        last = record;
    }

    /** Takes the offset of the stream's end, which is kept at once: nothing newer comes before another stream begins there. */
    void end(EngineRecord record) {
        pass(record);
        endsStream = true;
    }

    /** What is told to whoever watches; if its topic does not take it, it is left out. */
    void notice(ProducerRecord<byte[], byte[]> notice) {
        notices.add(notice);
        news = true;
    }

    /** The same with fewer notices, and other records in place of those that were to be sent. */
    Batch with(Predicate<ProducerRecord<byte[], byte[]>> kept, UnaryOperator<Outgoing> exchange) {
        Batch other = new Batch(changes.size());
        changes.stream().map(exchange).forEach(other::add);
        notices.stream().filter(kept).forEach(other::notice);
        other.last = last;
        other.news = news;
        other.endsStream = endsStream;
        return other;
    }

    /** Whether it brings anything but heartbeats. */
    boolean hasNews() {
        return news;
    }

    /** Whether the stream ends with it. */
    boolean endsStream() {
        return endsStream;
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
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(changes.size() + notices.size() + 1);
        changes.forEach(outgoing -> records.add(outgoing.sent()));
        records.addAll(notices);
        last().map(EngineRecord::origin).map(offsets::of).ifPresent(records::add);
        return records;
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
