/**
 * The processor; {@link io.penstock.processor.App} starts it. Its packages, in reading order:
 *
 * <p>The way of the data, step by step:
 *
 * <ol>
 *   <li>{@link io.penstock.processor.intake} makes tasks of changes; its {@code directory} knows where a document's tasks
 *       belong
 *   <li>{@link io.penstock.processor.admission} drops what is known
 *   <li>{@link io.penstock.processor.lane} keeps what is open, in order
 *   <li>{@link io.penstock.processor.partition} decides what runs next, and settles what has run
 *   <li>{@link io.penstock.processor.turn} is what passes between it and the threads that run handlers
 *   <li>{@link io.penstock.processor.dispatch} runs the handlers
 *   <li>{@link io.penstock.processor.outcome} decides what follows an attempt
 * </ol>
 *
 * <p>What the steps build on: {@link io.penstock.processor.task} has the words that they share, {@link
 * io.penstock.processor.row} the rows of their stores, {@link io.penstock.processor.condition} and {@link
 * io.penstock.processor.document} the language of conditions and MongoDB's JSON, {@link io.penstock.processor.rate} and
 * {@link io.penstock.processor.permit} how much may run.
 *
 * <p>Adapters to the world around: {@link io.penstock.processor.stream} to Kafka Streams, {@link
 * io.penstock.processor.registry} to the topic of the jobs, {@link io.penstock.processor.governing} to the governor,
 * {@link io.penstock.processor.metrics}, {@link io.penstock.processor.inspection} and {@link io.penstock.processor.http} to
 * who looks in.
 */
@NullMarked
package io.penstock.processor;

import org.jspecify.annotations.NullMarked;
