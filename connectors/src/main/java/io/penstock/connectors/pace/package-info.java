/**
 * How fast a snapshot reads. A snapshot is background work: it counts as one attempt of those that the governor lets run, and
 * reads for as much of the time as its share says. Changes are never held up.
 */
@NullMarked
package io.penstock.connectors.pace;

import org.jspecify.annotations.NullMarked;
