package io.penstock.benchmarks.installation;

import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A topic full of work: some to warm up with, and some that is measured.
 *
 * @param topic made for one run, and removed after it
 * @param warmUp how many records warm the virtual machine up
 * @param total how many there are
 * @param records the record with a number, from 0; asked for in order
 */
public record Work(String topic, int warmUp, int total, IntFunction<ProducerRecord<byte[], byte[]>> records) {}
