package io.penstock.cli.demo;

import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.HeaderNames;
import io.penstock.records.TaskEventKind;
import io.penstock.records.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Counts what comes out of the topics, and what the processor says of tasks. Threads may share one. */
final class Statistics implements TaskListener {
    private final Topics topics;
    private final LongAdder tasks = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder results = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private final Map<String, LongAdder> events = new ConcurrentHashMap<>();
    private final AtomicLong newest = new AtomicLong(System.nanoTime());

    Statistics(Topics topics) {
        this.topics = topics;
    }

    /** A record of an output topic. */
    void count(ConsumerRecord<byte[], byte[]> record) {
        newest.set(System.nanoTime());
        if (record.topic().equals(topics.results())) {
            results.increment();
        } else if (record.topic().equals(topics.deadLetters())) {
            deadLetters.increment();
        } else {
            Header event = record.headers().lastHeader(HeaderNames.EVENT);
            if (event != null) {
                String kind = new String(event.value(), StandardCharsets.UTF_8);
                events.computeIfAbsent(kind, unseen -> new LongAdder()).increment();
            }
        }
    }

    @Override
    public void happened(TaskEventKind kind, PendingTask task) {
        if (kind == TaskEventKind.ADMITTED) {
            tasks.increment();
        }
    }

    @Override
    public void skipped() {
        skipped.increment();
    }

    long tasks() {
        return tasks.sum();
    }

    long skippedChanges() {
        return skipped.sum();
    }

    long results() {
        return results.sum();
    }

    long deadLetters() {
        return deadLetters.sum();
    }

    /** How many task events of this kind there were. */
    long events(TaskEventKind kind) {
        LongAdder counted = events.get(kind.text());
        return counted == null ? 0 : counted.sum();
    }

    /** When the newest record came out, on {@link System#nanoTime}'s clock. */
    long newestNanos() {
        return newest.get();
    }
}
