/**
 * The records on the topics: what the parts of Penstock share instead of knowing each other. Names of topics and
 * headers, positions in the database's history, and the words of dead letters and task events.
 */
@NullMarked
package io.penstock.records;

import org.jspecify.annotations.NullMarked;
