/** What the tests of the processor share: changes as Debezium writes them, jobs, and a topology to put them through. */
@NullMarked
package io.penstock.processor.testing;

import org.jspecify.annotations.NullMarked;
