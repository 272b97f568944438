/**
 * Fifth step of the way of the data: what passes between the stream thread and the threads that run handlers. These are a
 * lane's attempts, handed out together, and what becomes of them.
 */
@NullMarked
package io.penstock.processor.turn;

import org.jspecify.annotations.NullMarked;
