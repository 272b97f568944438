/**
 * A Kafka broker in this JVM, for a single machine: {@link io.penstock.embedded.kafka.EmbeddedBroker} is broker and
 * controller (KRaft) in one, listens on the loopback interface only and keeps its data in one directory.
 */
@NullMarked
package io.penstock.embedded.kafka;

import org.jspecify.annotations.NullMarked;
