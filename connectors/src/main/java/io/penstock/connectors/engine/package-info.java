/**
 * The Debezium engine, kept running: started, watched, restarted with growing pauses, stopped.
 */
@NullMarked
package io.penstock.connectors.engine;

import org.jspecify.annotations.NullMarked;
