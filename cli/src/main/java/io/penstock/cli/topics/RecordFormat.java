package io.penstock.cli.topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes text of a record. */
@FunctionalInterface
public interface RecordFormat {
    /** The record as one or several lines, without the last one's end. */
    String format(ConsumerRecord<byte[], byte[]> record);
}
