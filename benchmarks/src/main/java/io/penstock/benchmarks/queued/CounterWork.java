package io.penstock.benchmarks.queued;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.benchmarks.kafka.ToldChange;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Counters that count up: each piece of work is the next version of its key's document, of about half a kilobyte. */
final class CounterWork {
    private static final String FILLING = "x".repeat(350);

    private final String source;
    private final int[] keys;
    private final int[] versions = new int[Keys.COUNT];
    private int next;

    CounterWork(String source, int[] keys) {
        this.source = source;
        this.keys = keys;
    }

    /** The work with this number as Debezium tells it; to be asked for in order. */
    ProducerRecord<byte[], byte[]> change(int number) {
        int key = keys[number];
        String document = document(number);
        return new ToldChange(QueuedRun.changes(source), key, number, versions[key] == 1).record(document);
    }

    /** The same work for those who know no Debezium; to be asked for in order. */
    ProducerRecord<byte[], byte[]> plain(int number) {
        byte[] key = Integer.toString(keys[number]).getBytes(UTF_8);
        return new ProducerRecord<>(
                QueuedRun.plain(source), key, document(number).getBytes(UTF_8));
    }

    private String document(int number) {
        if (number != next) {
            throw new IllegalArgumentException("The work has to be asked for in order");
        }
        next++;
        int key = keys[number];
        versions[key]++;
        return "{\"_id\":%d,\"key\":\"k%d\",\"n\":%d,\"filling\":\"%s\"}".formatted(key, key, versions[key], FILLING);
    }
}
