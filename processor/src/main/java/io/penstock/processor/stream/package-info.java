/**
 * Kafka Streams: topics, stores, wiring, and the translation between records and the core's words.
 */
@NullMarked
package io.penstock.processor.stream;

import org.jspecify.annotations.NullMarked;
