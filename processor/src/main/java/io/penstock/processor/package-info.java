/** The processor. The packages are the steps of the way of the data; {@link io.penstock.processor.App} starts them. */
@NullMarked
package io.penstock.processor;

import org.jspecify.annotations.NullMarked;
