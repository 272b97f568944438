package io.penstock.benchmarks.queued;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Counters that count up: each piece of work is the next version of its key's document, of about half a kilobyte. */
final class CounterWork {
    private static final int FIRST_SECOND = 1_790_000_000;
    private static final int PER_SECOND = 5_000;
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
        int second = FIRST_SECOND + number / PER_SECOND;
        int ordinal = number % PER_SECOND + 1;
        String envelope = """
                {"before":null,"after":%s,"updateDescription":null,"source":{"version":"3.6.1.Final","connector":"mongodb",\
                "name":"shop","ts_ms":%d000,"snapshot":"false","db":"shop","collection":"counters","ord":%d,"wallTime":%d000},\
                "op":"%s","ts_ms":%d005,"transaction":null}""".formatted(
                        quoted(document(number)), second, ordinal, second, versions[key] == 1 ? "c" : "u", second);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                QueuedRun.changes(source), "{\"id\":\"%d\"}".formatted(key).getBytes(UTF_8), envelope.getBytes(UTF_8));
        String token = "82%08X%08X2B042C0100296E5A1004536D285F1C224310A55942AE0067813C461E5F6964002B%02X0004"
                .formatted(second, ordinal, 2 * (1 + key % 60));
        record.headers().add(HeaderNames.POSITION, PositionHeader.encode(token));
        return record;
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

    private static String quoted(String json) {
        return '"' + json.replace("\"", "\\\"") + '"';
    }
}
