package io.penstock.benchmarks.backlog;

import io.penstock.benchmarks.kafka.ToldChange;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Changes of documents of about half a kilobyte, under shard keys drawn at random: each inserts a document of its own, or
 * all of one key are versions of one document, and so come in order.
 */
final class Errands {
    private static final String FILLING = "x".repeat(350);

    private final String topic;
    private final Random random = new Random(42);
    private final boolean ofOneDocument;
    private final int[] versions;
    private int next;

    Errands(String topic, int keys, boolean versions) {
        this.topic = topic;
        this.ofOneDocument = versions;
        this.versions = new int[keys];
    }

    /** The next change. */
    ProducerRecord<byte[], byte[]> next() {
        int number = next++;
        int key = random.nextInt(versions.length);
        int id = ofOneDocument ? key : number;
        versions[key]++;
        String document =
                "{\"_id\":%d,\"key\":\"k%d\",\"n\":%d,\"filling\":\"%s\"}".formatted(id, key, versions[key], FILLING);
        return new ToldChange(topic, id, number, !ofOneDocument || versions[key] == 1).record(document);
    }
}
